-- Question: what share of goods imports comes from the European Union, year by year?
-- Answer: one row per year, the newest first.
-- Unit: billions of U.S. dollars and percent of all goods imports, BOP basis.
select
    year as year_number,
    cast(0.001 * imports_musd as decimal(18, 1)) as imports_busd,
    cast(imports_share_pct as decimal(18, 1)) as imports_share_pct
from {{ ref('yearly_goods_by_group') }}
where area_group = 'European Union'
order by year desc
