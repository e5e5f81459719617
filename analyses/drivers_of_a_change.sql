-- Question: what drove the rise of goods imports in March 2025?
-- Answer: one row per end-use category, and one for what rounding leaves, the
-- largest movement first.
-- Unit: millions of U.S. dollars; percentage points of goods imports a month before;
-- percent of all movement. Census basis, seasonally adjusted, as printed by release
-- 2025-03.
with contributions as (
    select * from {{ ref('fct_category_contributions') }}
),

categories as (
    select * from {{ ref('dim_category') }}
)

select
    contributions.movement_rank,
    coalesce(categories.agency_name, 'Rounding') as category,
    cast(contributions.change_musd as decimal(18, 0)) as change_musd,
    cast(contributions.contribution_pp as decimal(18, 2)) as contribution_pp,
    cast(contributions.gross_movement_share_pct as decimal(18, 1))
        as gross_movement_share_pct,
    cast(contributions.balance_change_musd as decimal(18, 0)) as balance_change_musd,
    contributions.direction
from contributions
left join categories
    on contributions.category_id = categories.category_id
where
    contributions.release_month = cast('2025-03-01' as date)
    and contributions.month = cast('2025-03-01' as date)
    and contributions.compared_with = 'previous_month'
    and contributions.rollup_id = 'goods_by_end_use'
    and contributions.parent_series_id = 'imports_goods_census_sa'
order by contributions.is_residual, contributions.movement_rank
