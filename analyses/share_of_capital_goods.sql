-- Question: what share of goods imports are capital goods, month by month?
-- Answer: one row per month.
-- Unit: percent of goods imports of the same release, Census basis, seasonally
-- adjusted; millions of U.S. dollars.
select
    month,
    release_month,
    imports_musd,
    imports_share_pct
from {{ ref('monthly_goods_by_category') }}
where category = 'Capital Goods'
order by month
