-- Question: which services bring the surplus, year by year?
-- Answer: one row per year and services category, the newest year and the largest
-- surplus first.
-- Unit: billions of U.S. dollars, sum of the months shown, BOP basis, seasonally
-- adjusted.
select
    cast(extract(year from month) as integer) as year_number,
    category,
    count(*) as months,
    cast(0.001 * sum(balance_musd) as decimal(18, 1)) as surplus_busd
from {{ ref('monthly_services_by_category') }}
group by extract(year from month), category
order by extract(year from month) desc, sum(balance_musd) desc
