-- What: a release revises as many months as the calendar says of its kind, at most, and
-- every kind but rounding is there.
-- When it matters: kinds of revisions are read off the calendar.
-- If it fails: the agencies kept to another calendar, or a snapshot is dated to a wrong
-- release. Read what changed (fct_revisions of the release), then give the release a
-- row of its own in seeds/reference/revision_calendar.csv.
with revisions as (
    select * from {{ ref('fct_revisions') }}
    where
        evidence in ('printed', 'quoted')
        and previous_release_month is not null
        and revision_kind <> 'rounding'
),

revision_calendar as (
    select * from {{ ref('revision_calendar') }}
),

reaches as (
    select
        release_month,
        revision_kind,
        max(
            {{ month_number('release_month') }} - {{ month_number('month') }}
        ) as months_revised
    from revisions
    where not is_at_or_before or revision_kind = 'benchmark'
    group by release_month, revision_kind
),

allowed as (
    select
        revision_kind,
        max(months_revised) as months_revised
    from revision_calendar
    group by revision_kind
)

select
    allowed.revision_kind,
    reaches.release_month,
    allowed.months_revised as allowed_months,
    reaches.months_revised as found_months
from allowed
left join reaches
    on allowed.revision_kind = reaches.revision_kind
where
    reaches.months_revised is null
    or reaches.months_revised > allowed.months_revised
