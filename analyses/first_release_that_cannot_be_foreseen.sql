-- Question: from which release on do later revisions of a month show nothing that could
-- have been foreseen?
-- Answer: one row per series with months enough. It has how many months after its own
-- the first release is from which on neither a bias nor a slope on the printed change
-- is found; null where none is, within a year.
-- Unit: number of months.
with tests as (
    select
        *,
        verdict in ('some evidence', 'strong evidence') as is_found
    from {{ ref('fct_revision_tests') }}
    where revision_test in ('bias', 'news') and verdict <> 'too few months to say'
),

last_found as (
    select
        series_id,
        max(case when is_found then from_months else -1 end) as from_months
    from tests
    group by series_id
)

select
    last_found.series_id,
    min(tests.from_months) as first_efficient_months
from last_found
left join tests
    on
        last_found.series_id = tests.series_id
        and last_found.from_months < tests.from_months
group by last_found.series_id
order by last_found.series_id
