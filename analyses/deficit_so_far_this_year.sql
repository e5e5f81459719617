-- Question: how large is the deficit of this year so far, and of the same months of the
-- years before?
-- Answer: one row per year, the newest first.
-- Unit: billions of U.S. dollars, goods and services, BOP basis, seasonally adjusted.
select
    cast(extract(year from month) as integer) as year_number,
    count(*) as months,
    cast(-0.001 * sum(balance_musd) as decimal(18, 1)) as deficit_busd
from {{ ref('monthly_totals') }}
where
    extract(month from month) <= (
        select extract(month from max(newest.month))
        from {{ ref('monthly_totals') }} as newest
    )
group by extract(year from month)
order by extract(year from month) desc
