-- Question: which countries moved the goods deficit in the month of a release, and how
-- much of its change is no country's but left by the seasonal adjustment?
-- Answer: one row per release and area, the newest release and the largest change first.
-- Unit: millions of U.S. dollars, a fall is a larger deficit; percentage points of the
-- change of the deficit in percent; Census basis, seasonally adjusted.
select
    contributions.release_month,
    coalesce(areas.area_name, contributions.area_id) as area,
    contributions.month_change_musd as balance_change_musd,
    contributions.month_contribution_pp as deficit_contribution_pp,
    contributions.area_rank as deficit_rank,
    contributions.month_rank_rise as rank_rise
from {{ ref('fct_country_contributions') }} as contributions
left join {{ ref('dim_area') }} as areas on contributions.area_id = areas.area_id
where contributions.flow = 'balance'
    and contributions.month = contributions.release_month
order by 1 desc, abs(contributions.month_change_musd) desc, area
