-- Question: which ten countries was most goods trade with in the newest year held, and
-- how much of all was it?
-- Answer: one row per country, the largest trade first.
-- Unit: billions of U.S. dollars and percent of all goods trade, BOP basis.
select
    country,
    cast(0.001 * (exports_musd + imports_musd) as decimal(18, 1)) as trade_busd,
    cast(exports_share_pct as decimal(18, 1)) as exports_share_pct,
    cast(imports_share_pct as decimal(18, 1)) as imports_share_pct
from {{ ref('yearly_goods_by_country') }}
where
    year = (
        select max(newest.year) from {{ ref('yearly_goods_by_country') }} as newest
    )
order by exports_musd + imports_musd desc
limit 10
