-- What: the first value held and the revisions since add to the latest, which is what
-- the newest release gives; a first print is set where the month's own release is held,
-- and nowhere else.
-- When it matters: statistics of revisions are read from here.
-- If it fails: look at fct_revisions, and at int_prints_in_turn.
with revisions as (
    select
        series_id,
        month,
        min(release_month) as first_release,
        sum(case when print_number = 1 then value_musd else revision_musd end)
            as summed_musd,
        max(case when is_latest_held then value_musd end) as latest_musd,
        count(*) filter (where is_latest_held) as latest_count,
        max(first_print_musd) as first_print_musd
    from {{ ref('fct_revisions') }}
    group by series_id, month
),

release_values as (
    select
        *,
        row_number() over (
            partition by series_id, period_start order by release_month desc
        ) as age_rank
    from {{ ref('int_release_values') }}
    where period_kind = 'month' and measure = 'value'
),

newest as (
    select * from release_values
    where age_rank = 1
),

own_releases as (
    select * from release_values
    where release_month = period_start and evidence <> 'inferred'
)

select
    coalesce(newest.series_id, revisions.series_id) as series_id,
    coalesce(newest.period_start, revisions.month) as month,
    newest.value_musd,
    revisions.summed_musd,
    revisions.latest_musd,
    revisions.first_release,
    revisions.first_print_musd,
    own_releases.value_musd as printed_first_musd
from newest
full outer join revisions
    on
        newest.series_id = revisions.series_id
        and newest.period_start = revisions.month
left join own_releases
    on
        revisions.series_id = own_releases.series_id
        and revisions.month = own_releases.period_start
where
    newest.value_musd is distinct from revisions.summed_musd
    or newest.value_musd is distinct from revisions.latest_musd
    or revisions.latest_count <> 1
    or revisions.first_print_musd is distinct from own_releases.value_musd
