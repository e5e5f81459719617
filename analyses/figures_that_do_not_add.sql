-- Question: which published figures do not add, and by how much, the newest release
-- first?
-- Answer: one row per check of an identity that does not hold.
-- Unit: that of the series, mostly millions of U.S. dollars.
select
    release_month,
    identity_name,
    series_id,
    period_start,
    expected_value,
    actual_value,
    difference,
    reason
from {{ ref('fct_identity_checks') }}
where status <> 'holds'
order by release_month desc, abs(difference) desc, series_id asc, period_start asc
