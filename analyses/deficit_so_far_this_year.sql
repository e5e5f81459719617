-- Question: how large is the deficit of this year so far, and of the same months of the
-- years before?
-- Answer: one row per year, the newest first.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally adjusted.
with totals as (
    select * from {{ ref('monthly_totals') }}
)

select
    cast(extract(year from totals.month) as integer) as year_number,
    count(*) as months,
    cast(-0.001 * sum(totals.balance_musd) as decimal(18, 1)) as deficit_busd
from totals
where
    extract(month from totals.month)
    <= (select extract(month from max(newest.month)) from totals as newest)
group by extract(year from totals.month)
order by extract(year from totals.month) desc
