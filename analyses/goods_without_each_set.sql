-- Question: how did the balance of goods change in the month of a release, and how
-- without gold, pharmaceuticals, computers, aircraft or petroleum?
-- Answer: one row per release and set of commodities that is left out, the newest
-- release and the set that changed most first.
-- Unit: millions of U.S. dollars; of that release alone, Census basis, adjusted.
select
    release_month,
    exclusion_set_name as left_out,
    month_change_musd as balance_change_musd,
    set_month_change_musd as change_of_the_set_musd,
    without_set_month_change_musd as change_without_it_musd,
    without_set_musd as balance_without_it_musd
from {{ ref('fct_adjusted_balances') }}
where flow = 'balance' and month = release_month
order by release_month desc, abs(set_month_change_musd) desc, exclusion_set_name
