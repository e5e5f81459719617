-- What: staging gives every row of the vintage ledger as it stands in the seed, and no
-- other.
-- When it matters: most of its values are in no other file that could disagree.
-- If it fails: look at stg_history__bop_totals_vintages.
with both_sides as (
    select
        series_id,
        month,
        first_seen,
        superseded,
        value_musd,
        1 as seed_count,
        0 as staged_count
    from {{ ref('bop_totals_vintages') }}
    union all
    select
        item as series_id,
        month,
        first_seen,
        superseded,
        value as value_musd,
        0 as seed_count,
        1 as staged_count
    from {{ ref('stg_history__bop_totals_vintages') }}
)

select
    both_sides.series_id,
    both_sides.month,
    both_sides.first_seen,
    both_sides.superseded,
    both_sides.value_musd,
    sum(both_sides.seed_count) as seed_count,
    sum(both_sides.staged_count) as staged_count
from both_sides
group by
    both_sides.series_id,
    both_sides.month,
    both_sides.first_seen,
    both_sides.superseded,
    both_sides.value_musd
having sum(both_sides.seed_count) <> sum(both_sides.staged_count)
union all
select
    'the seed is empty, coverage is not' as series_id,
    null as month,
    null as first_seen,
    null as superseded,
    null as value_musd,
    0 as seed_count,
    0 as staged_count
from {{ ref('release_coverage') }}
where exhibit = 'bop_totals_vintages'
having count(*) > 0 and (select count(*) from {{ ref('bop_totals_vintages') }}) = 0
