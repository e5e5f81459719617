-- The value that a release has of each series and period, where it is not the one that
-- stood before. Of several files that carry it the one with most digits speaks.
with recorded as (
    select * from {{ ref('int_figures_recorded') }}
    where not is_contradicted
),

vintage_spans as (
    select * from {{ ref('int_vintage_spans') }}
),

-- A vintage counts where its span opens, and not in every release that it stood in.
events as (
    select
        series_id,
        period_kind,
        period_start,
        period_end,
        release_month,
        value,
        half_unit,
        evidence,
        exhibit,
        block,
        precedence,
        is_as_published,
        carried_by_release_month,
        seed,
        seed_row,
        source_row
    from recorded
    union all
    select
        series_id,
        'month' as period_kind,
        month as period_start,
        month as period_end,
        valid_from_release as release_month,
        value,
        half_unit,
        'printed' as evidence,
        exhibit,
        'all' as block,
        precedence,
        false as is_as_published,
        valid_from_release as carried_by_release_month,
        seed,
        seed_row,
        cast(null as integer) as source_row
    from vintage_spans
),

ranked_events as (
    select
        *,
        row_number() over (
            partition by
                series_id, period_kind, period_start, period_end, release_month
            order by
                is_as_published asc, half_unit asc, precedence asc, block desc
        ) as source_rank
    from events
),

compared_events as (
    select
        *,
        lag(value) over (
            partition by series_id, period_kind, period_start, period_end
            order by release_month
        ) as previous_value
    from ranked_events
    where source_rank = 1
),

final as (
    select
        series_id,
        period_kind,
        period_start,
        period_end,
        value,
        half_unit,
        evidence,
        exhibit,
        block,
        precedence,
        is_as_published,
        carried_by_release_month,
        seed,
        seed_row,
        source_row,
        release_month as valid_from_release,
        lead(release_month) over (
            partition by series_id, period_kind, period_start, period_end
            order by release_month
        ) as valid_to_release
    from compared_events
    where value is distinct from previous_value
)

select * from final
