-- What: a revision is of the kind that the calendar says of its release, and reaches
-- back as many months as it says of the kind, at most.
-- When it matters: kinds of revisions are read off the calendar.
-- If it fails: the agencies kept to another calendar, or a snapshot is dated to a wrong
-- release. Read what changed (fct_revisions of the release), then give the release a
-- row of its own in seeds/reference/revision_calendar.csv.
with revisions as (
    select * from {{ ref('fct_revisions') }}
    where
        evidence in ('printed', 'quoted')
        and previous_release_month is not null
        and revision_kind is distinct from 'rounding'
),

revision_calendar as (
    select * from {{ ref('revision_calendar') }}
),

reaches as (
    select
        release_month,
        revision_kind,
        is_at_or_before,
        max(
            {{ month_number('release_month') }} - {{ month_number('month') }}
        ) as months_revised
    from revisions
    group by release_month, revision_kind, is_at_or_before
),

-- Where the release before is held, the kind is the release's own, and else the widest
-- since; a row of its own goes before that of the month of the year.
kinds_of_releases as (
    select
        reaches.release_month,
        max(revision_calendar.kind_rank) as kind_rank
    from reaches
    inner join revision_calendar
        on
            revision_calendar.month_of_year = extract(month from reaches.release_month)
            and coalesce(
                reaches.release_month = revision_calendar.only_release, true
            )
    group by reaches.release_month
),

allowed as (
    select
        revision_kind,
        max(kind_rank) as kind_rank,
        max(months_revised) as months_revised
    from revision_calendar
    group by revision_kind
)

select
    reaches.release_month,
    reaches.revision_kind,
    allowed.kind_rank,
    kinds_of_releases.kind_rank as kind_rank_of_release,
    allowed.months_revised as allowed_months,
    reaches.months_revised as found_months
from reaches
left join allowed
    on reaches.revision_kind = allowed.revision_kind
left join kinds_of_releases
    on reaches.release_month = kinds_of_releases.release_month
where
    allowed.revision_kind is null
    or (
        reaches.months_revised > allowed.months_revised
        and (not reaches.is_at_or_before or reaches.revision_kind = 'benchmark')
    )
    or (
        allowed.kind_rank is distinct from kinds_of_releases.kind_rank
        and not reaches.is_at_or_before
    )
