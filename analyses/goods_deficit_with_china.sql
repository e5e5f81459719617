-- Question: what was the monthly goods deficit with China, as far back as it is held?
-- Answer: one row per month.
-- Unit: millions of U.S. dollars, Census basis, seasonally adjusted, of the newest
-- release held that has the month.
select
    month,
    release_month,
    exports_musd,
    imports_musd,
    -balance_musd as deficit_musd
from {{ ref('monthly_goods_by_country') }}
where country = 'China'
order by month
