-- Question: how large are imports of passenger cars from Mexico?
-- Answer: one row per month that a release held prints.
-- Unit: millions of U.S. dollars, customs value, not seasonally adjusted, as the newest
-- release held that has the month prints it.
select
    period_start as month,
    value_musd as imports_musd,
    valid_from_release as first_printed_by
from {{ ref('latest_trade_values') }}
where
    flow = 'imports'
    and category_id = 'vehicle_passenger_cars'
    and area_id = 'mexico'
    and period_kind = 'month'
order by month
