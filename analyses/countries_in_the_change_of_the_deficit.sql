-- Question: which countries moved the goods deficit in the month of a release, and how
-- much of its change is no country's but left by the seasonal adjustment?
-- Answer: one row per release and area, the newest and the largest change first.
-- Unit: millions of U.S. dollars, a fall is a larger deficit; percentage points of the
-- change of the deficit in percent; Census basis, seasonally adjusted.
select
    shown.release_month,
    coalesce(areas.area_name, shown.area_id) as area,
    shown.month_change_musd as balance_change_musd,
    shown.month_contribution_pp as deficit_contribution_pp,
    shown.area_rank as deficit_rank,
    shown.month_rank_rise as rank_rise
from {{ ref('fct_country_contributions') }} as shown
left join {{ ref('dim_area') }} as areas on shown.area_id = areas.area_id
where shown.flow = 'balance'
    and shown.month = shown.release_month
order by shown.release_month desc, abs(shown.month_change_musd) desc, area
