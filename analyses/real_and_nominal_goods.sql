-- Question: how much of the change in goods trade is left when prices are taken out?
-- Answer: one row per release with exhibits 10 and 11, and flow, in its own month.
-- Unit: percent change from the month before, Census basis, seasonally adjusted; of
-- the balance it is the change in size, so that a growing deficit is positive.
with series as (
    select series_id from {{ ref('dim_series') }}
    where
        category_id = 'goods'
        and area_id = 'world'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        -- Supplement 3 prints the same unrounded.
        and measure = 'value'
),

changes as (
    select changes.*
    from {{ ref('fct_trade_changes') }} as changes
    inner join series
        on changes.series_id = series.series_id
    where changes.release_month = changes.month
)

select
    real_changes.release_month,
    real_changes.flow,
    cast(nominal_changes.month_change_pct as decimal(18, 1)) as nominal_change_pct,
    cast(real_changes.month_change_pct as decimal(18, 1)) as real_change_pct,
    real_changes.price_basis as real_price_basis
from changes as real_changes
inner join changes as nominal_changes
    on
        real_changes.release_month = nominal_changes.release_month
        and real_changes.flow = nominal_changes.flow
        -- Imports with insurance and freight have no real figures.
        and real_changes.valuation = nominal_changes.valuation
        and nominal_changes.price_basis = 'current'
where real_changes.price_basis <> 'current'
order by
    real_changes.release_month,
    real_changes.flow,
    real_changes.price_basis
