-- Question: how does trade from January to March 2025 compare with the same months
-- of 2024?
-- Answer: one row per flow and sector.
-- Unit: billions of U.S. dollars and percent, BOP basis, seasonally adjusted, as
-- printed by release 2025-03; a balance is exports less imports, a deficit negative,
-- and its percent the change in size.
with changes as (
    select * from {{ ref('fct_trade_changes') }}
),

categories as (
    select * from {{ ref('dim_category') }}
)

select
    changes.flow,
    categories.agency_name as sector,
    cast(0.001 * changes.year_ago_ytd_musd as decimal(18, 1)) as year_ago_ytd_busd,
    cast(0.001 * changes.ytd_musd as decimal(18, 1)) as ytd_busd,
    cast(0.001 * changes.ytd_change_musd as decimal(18, 1)) as ytd_change_busd,
    cast(changes.ytd_change_pct as decimal(18, 1)) as ytd_change_pct
from changes
inner join categories
    on changes.category_id = categories.category_id
where
    changes.release_month = cast('2025-03-01' as date)
    and changes.month = cast('2025-03-01' as date)
    and changes.basis = 'bop'
    and changes.seasonal_adjustment = 'sa'
    and categories.scheme = 'sector'
order by changes.flow, categories.sort_order
