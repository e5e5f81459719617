-- Question: what moved the deficit in the newest month of which all components are
-- held?
-- Answer: one row per component, what added most to the deficit first.
-- Unit: millions of U.S. dollars, seasonally adjusted, of one release; the
-- components add to the change of the balance of goods and services.
select
    month,
    component,
    exports_change_musd,
    imports_change_musd,
    balance_change_musd
from {{ ref('monthly_balance_drivers') }}
where
    month = (
        select max(newest.month) from {{ ref('monthly_balance_drivers') }} as newest
    )
order by balance_change_musd
