-- Question: how have real exports of goods moved, with 2017 as 100?
-- Answer: one row per chain year and month. Dollars of two chain years cannot be
-- linked: each has an index of its own, null where it does not reach 2017.
-- Unit: millions of chained dollars; the mean month of 2017 is 100. Census basis,
-- seasonally adjusted, each month of the newest release held that has it.
select
    price_basis,
    period_start as month,
    value_musd as real_exports_musd,
    cast(100 * value_musd / avg(
        case when extract(year from period_start) = 2017 then value_musd end
    ) over (partition by price_basis) as decimal(18, 1)) as index_2017
from {{ ref('latest_trade_values') }}
where
    series_id like 'exports_goods_census_sa_chained%' and period_kind = 'month'
order by price_basis, month
