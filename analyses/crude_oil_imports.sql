-- Question: what did imports of crude oil cost, how much was it, and how much of the
-- change was price?
-- Answer: one row per release and month, the newest release first.
-- Unit: millions of U.S. dollars, thousands of barrels a day, dollars per barrel;
-- customs value, not seasonally adjusted.
select
    release_month,
    period_start as month,
    crude_imports_nsa_musd,
    crude_imports_nsa_thousand_barrels_per_day,
    crude_imports_nsa_usd_per_barrel,
    crude_imports_nsa_price_effect_musd
from {{ ref('fct_petroleum_balance') }}
where period_kind = 'month' and crude_imports_nsa_usd_per_barrel is not null
order by release_month desc, period_start desc
