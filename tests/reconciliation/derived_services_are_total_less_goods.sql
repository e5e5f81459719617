-- What: services that a release does not print are its total less its goods.
-- When it matters: the services surplus of January 2024 stands on it.
-- If it fails: compare with seeds/history/release_totals.csv.
with totals as (
    select
        release_month,
        month,
        exports_total - exports_goods as exports_musd,
        imports_total - imports_goods as imports_musd
    from {{ ref('release_totals') }}
    where exports_goods is not null and imports_goods is not null
),

services as (
    select * from {{ ref('fct_trade_balances') }}
    where category_id = 'services' and evidence = 'derived'
)

select
    coalesce(totals.release_month, services.release_month) as release_month,
    coalesce(totals.month, services.month) as month,
    totals.exports_musd as total_less_goods_exports_musd,
    services.exports_musd,
    totals.imports_musd as total_less_goods_imports_musd,
    services.imports_musd
from totals
full outer join services
    on
        totals.release_month = services.release_month
        and totals.month = services.month
where
    totals.exports_musd is distinct from services.exports_musd
    or totals.imports_musd is distinct from services.imports_musd
