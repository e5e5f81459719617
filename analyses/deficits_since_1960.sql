-- Question: how large was the deficit of each year since 1960?
-- Answer: one row per year.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, of the newest release
-- held that has the year; percent change of exports and imports from the year before.
select
    year as year_number,
    cast(0.001 * exports_musd as decimal(18, 1)) as exports_busd,
    cast(0.001 * imports_musd as decimal(18, 1)) as imports_busd,
    cast(0.001 * balance_musd as decimal(18, 1)) as balance_busd,
    cast(exports_year_change_pct as decimal(18, 1)) as exports_change_pct,
    cast(imports_year_change_pct as decimal(18, 1)) as imports_change_pct
from {{ ref('yearly_totals') }}
order by year
