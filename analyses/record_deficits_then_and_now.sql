-- Question: which months were a record deficit when they came out, and which are one by
-- what is known now?
-- Answer: one row per month that was or is one.
-- Unit: millions of U.S. dollars, goods and services, BOP basis, seasonally adjusted;
-- null where too few earlier months were known to judge.
select
    latest.month,
    first_prints.is_record_low as was_record,
    latest.is_record_low as is_record
from {{ ref('latest_trade_changes') }} as latest
left join {{ ref('fct_trade_changes') }} as first_prints
    on latest.series_id = first_prints.series_id
        and latest.month = first_prints.month
        and latest.month = first_prints.release_month
where latest.series_id = 'balance_goods_and_services_bop_sa'
    and (first_prints.is_record_low or latest.is_record_low)
order by latest.month
