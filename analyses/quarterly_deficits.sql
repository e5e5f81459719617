-- Question: how large was the deficit of goods, of services and of both in each
-- quarter?
-- Answer: one row per quarter of which all three months are held, the newest first.
-- Unit: billions of U.S. dollars, BOP basis, seasonally adjusted; a surplus is
-- negative.
select
    dates.year_quarter,
    cast(-0.001 * sum(totals.balance_goods_musd) as decimal(18, 1)) as goods_busd,
    cast(-0.001 * sum(totals.balance_services_musd) as decimal(18, 1)) as services_busd,
    cast(-0.001 * sum(totals.balance_musd) as decimal(18, 1)) as total_busd
from {{ ref('monthly_totals') }} as totals
inner join {{ ref('dim_date') }} as dates
    on totals.month = dates.date_day
group by dates.year_quarter
having count(*) = 3
order by dates.year_quarter desc
