-- Question: which identities are enforced, on how many figures, and how closely do
-- they hold? (Read from the built database: the published one has no schema
-- intermediate.)
-- Answer: one row per identity.
-- Unit: number of instances; millions of U.S. dollars. The tolerance of coverage is
-- 0.
with reconciliations as (
    select * from {{ ref('int_reconciliations') }}
)

select
    identity,
    count(*) as instances,
    cast(min(tolerance) as decimal(18, 1)) as smallest_tolerance,
    cast(max(tolerance) as decimal(18, 1)) as largest_tolerance,
    cast(
        max(abs(difference)) filter (where status = 'holds') as decimal(18, 0)
    ) as largest_difference,
    count(*) filter (where status = 'known') as reviewed_exceptions,
    count(*) filter (where status not in ('holds', 'known')) as broken_or_missing
from reconciliations
group by identity
order by identity
