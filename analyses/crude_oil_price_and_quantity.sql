-- Question: did crude oil imports of 2021 rise by price or by quantity?
-- Answer: one row per month.
-- Unit: millions of U.S. dollars, thousands of barrels a day, dollars per barrel;
-- customs value, not seasonally adjusted, as printed by release 2021-08. The three
-- parts add to the change from the month before.
with petroleum as (
    select * from {{ ref('fct_petroleum_balance') }}
)

select
    period_start as month,
    cast(crude_imports_nsa_musd as decimal(18, 0)) as imports_musd,
    cast(crude_imports_nsa_thousand_barrels_per_day as decimal(18, 0))
        as thousand_barrels_per_day,
    cast(crude_imports_nsa_usd_per_barrel as decimal(18, 2)) as usd_per_barrel,
    cast(crude_imports_nsa_month_change_musd as decimal(18, 0)) as change_musd,
    cast(crude_imports_nsa_price_effect_musd as decimal(18, 0)) as price_effect_musd,
    cast(crude_imports_nsa_quantity_effect_musd as decimal(18, 0))
        as quantity_effect_musd,
    cast(crude_imports_nsa_interaction_musd as decimal(18, 0)) as interaction_musd
from petroleum
where
    release_month = cast('2021-08-01' as date)
    and period_kind = 'month'
    and period_start >= cast('2021-01-01' as date)
order by period_start
