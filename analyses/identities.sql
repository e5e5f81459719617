-- Question: which identities are enforced, on how many figures, and how closely do
-- they hold?
-- Answer: one row per identity.
-- Unit: number of checks; millions of U.S. dollars. The tolerance of coverage is 0.
with checks as (
    select * from {{ ref('fct_identity_checks') }}
)

select
    identity_name,
    count(*) as checks,
    cast(min(tolerance) as decimal(18, 1)) as smallest_tolerance,
    cast(max(tolerance) as decimal(18, 1)) as largest_tolerance,
    cast(
        max(abs(difference)) filter (where status = 'holds') as decimal(18, 0)
    ) as largest_difference,
    count(*) filter (where status in ('recorded', 'reviewed')) as recorded_differences,
    count(*) filter (
        where status not in ('holds', 'recorded', 'reviewed')
    ) as broken_or_missing
from checks
group by identity_name
order by identity_name
