-- What `tradegap ingest` says that a release revises: a figure of a month against the
-- newest release held before that printed it, the largest revisions first. Barrels and
-- prices are in it, each in its own unit, so the rank is an order of listing only.
with prints as (
    select
        release_month,
        series_id,
        period_start,
        value,
        lag(value) over (
            partition by series_id, period_start
            order by release_month
        ) as previous_value
    from {{ ref('int_figures_printed') }}
    where is_preferred and period_kind = 'month'
),

compared as (
    select
        *,
        value - previous_value as revision
    from prints
    where previous_value is not null
),

final as (
    select
        release_month,
        series_id,
        period_start,
        value,
        previous_value,
        revision,
        row_number() over (
            partition by release_month
            order by abs(revision) desc, series_id asc, period_start asc
        ) as revision_rank,
        count(*) over (partition by release_month) as compared_count,
        sum(case when revision <> 0 then 1 else 0 end) over (
            partition by release_month
        ) as revised_count
    from compared
)

select * from final
