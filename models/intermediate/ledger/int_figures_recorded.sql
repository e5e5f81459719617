with recorded as (
    select * from {{ ref('int_figures_read') }}
),

vintage_spans as (
    select * from {{ ref('int_vintage_spans') }}
),

snapshots as (
    select * from {{ ref('releases') }}
    where vintage_first_seen is not null
),

-- A history whose total is not the one that stood in its release does not say what that
-- release said of the month, of goods and services neither.
contradicted_months as (
    select distinct
        recorded.exhibit,
        recorded.carried_by_release_month,
        recorded.period_start as month
    from recorded
    inner join vintage_spans
        on
            recorded.series_id = vintage_spans.series_id
            and recorded.period_start = vintage_spans.month
            and {{ stood_in('recorded.release_month', 'vintage_spans') }}
            and recorded.precedence > vintage_spans.precedence
            and recorded.value <> vintage_spans.value
    inner join snapshots
        on recorded.release_month = snapshots.release_month
    where recorded.period_kind = 'month'
),

contradicted_periods as (
    select distinct
        recorded.exhibit,
        recorded.carried_by_release_month,
        recorded.period_start,
        recorded.period_end
    from recorded
    inner join contradicted_months
        on
            recorded.exhibit = contradicted_months.exhibit
            and recorded.carried_by_release_month
            = contradicted_months.carried_by_release_month
            and contradicted_months.month
            between recorded.period_start and recorded.period_end
),

final as (
    select
        recorded.*,
        contradicted_periods.exhibit is not null as is_contradicted
    from recorded
    left join contradicted_periods
        on
            recorded.exhibit = contradicted_periods.exhibit
            and recorded.carried_by_release_month
            = contradicted_periods.carried_by_release_month
            and recorded.period_start = contradicted_periods.period_start
            and recorded.period_end = contradicted_periods.period_end
)

select * from final
