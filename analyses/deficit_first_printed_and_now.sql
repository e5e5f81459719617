-- Question: how large was each month's deficit when it was first printed, and how large
-- is it now?
-- Answer: one row per month, the newest first.
-- Unit: millions of U.S. dollars, goods and services, BOP basis, seasonally adjusted;
-- null where the first print is not held.
select
    month,
    -first_print_musd as first_printed_musd,
    -value_musd as now_musd,
    -revision_from_first_print_musd as revision_musd
from {{ ref('fct_revisions') }}
where series_id = 'balance_goods_and_services_bop_sa' and is_latest_held
order by month desc
