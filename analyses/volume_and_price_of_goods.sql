-- Question: was the change of goods trade in March 2025 one of volume or of price?
-- Answer: one row per flow and category.
-- Unit: millions of U.S. dollars, change from the month before, Census basis,
-- seasonally adjusted, as printed by release 2025-03, exhibits 10 and 11 in dollars
-- chained at 2017; the three parts add to the nominal change.
with trade as (
    select * from {{ ref('fct_real_trade') }}
),

categories as (
    select * from {{ ref('dim_category') }}
)

select
    trade.flow,
    categories.agency_name as category,
    cast(trade.nominal_month_change_musd as decimal(18, 0)) as nominal_change_musd,
    cast(trade.volume_effect_musd as decimal(18, 0)) as volume_effect_musd,
    cast(trade.price_effect_musd as decimal(18, 0)) as price_effect_musd,
    cast(trade.interaction_musd as decimal(18, 0)) as interaction_musd,
    cast(trade.real_month_change_pct as decimal(18, 1)) as real_change_pct,
    cast(trade.price_month_change_pct as decimal(18, 1)) as price_change_pct
from trade
inner join categories
    on trade.category_id = categories.category_id
where
    trade.release_month = cast('2025-03-01' as date)
    and trade.month = cast('2025-03-01' as date)
    and not trade.is_chain_residual
order by trade.flow, categories.scheme, categories.sort_order
