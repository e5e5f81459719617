-- Question: what were exports, imports and balance of goods, services and both in each
-- month, of one release and adding up?
-- Answer: one row per month, the newest first.
-- Unit: millions of U.S. dollars, BOP basis, seasonally adjusted.
select
    month,
    release_month,
    exports_goods_musd,
    exports_services_musd,
    exports_musd,
    imports_goods_musd,
    imports_services_musd,
    imports_musd,
    balance_musd
from {{ ref('monthly_totals') }}
order by month desc
