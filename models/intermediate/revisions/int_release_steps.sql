-- The revision a step from one release held to the next can hold: where releases
-- between are not held, the widest of theirs.
with prints as (
    select * from {{ ref('int_prints_in_turn') }}
),

revision_calendar as (
    select * from {{ ref('revision_calendar') }}
),

steps as (
    select
        previous_release_month,
        release_month,
        {{ month_number('previous_release_month') }} as previous_number,
        {{ month_number('release_month') }} as release_number
    from prints
    where previous_release_month is not null
    group by previous_release_month, release_month
),

-- Whether such a month of the year lies after the one release and not after the other.
kinds as (
    select
        steps.previous_release_month,
        steps.release_month,
        steps.release_number - steps.previous_number as releases_apart,
        max(revision_calendar.kind_rank) as kind_rank
    from steps
    inner join revision_calendar
        on
            floor((steps.release_number - revision_calendar.month_of_year) / 12.0)
            > floor((steps.previous_number - revision_calendar.month_of_year) / 12.0)
            and coalesce(
                steps.previous_release_month < revision_calendar.only_release
                and steps.release_month >= revision_calendar.only_release,
                true
            )
    group by
        steps.previous_release_month,
        steps.release_month,
        steps.release_number,
        steps.previous_number
),

kind_names as (
    select
        kind_rank,
        max(revision_kind) as revision_kind
    from revision_calendar
    group by kind_rank
),

final as (
    select
        kinds.previous_release_month,
        kinds.release_month,
        kinds.releases_apart,
        kind_names.revision_kind
    from kinds
    inner join kind_names
        on kinds.kind_rank = kind_names.kind_rank
)

select * from final
