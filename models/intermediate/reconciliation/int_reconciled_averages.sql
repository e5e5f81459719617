-- A published three-month average (exhibit 2) against the mean of the three months as
-- the same release prints them: in exhibit 1 or, for totals before it begins, in the
-- vintage ledger. Where the release prints no such months there is no instance.
with averages as (
    select * from {{ ref('int_averages_checked') }}
    where is_listed
),

months as (
    select
        *,
        row_number() over (
            partition by release_month, series_id, period_start
            order by precedence
        ) as source_rank
    from {{ ref('int_figures_checked') }}
    where
        is_listed
        and is_first_in_exhibit
        and not is_as_published
        and period_kind = 'month'
),

final as (
    select
        'a three-month average is the mean of its months' as identity_name,
        averages.exhibit,
        min(months.exhibit) as counter_exhibit,
        'all' as block,
        averages.release_month as carried_by_release_month,
        averages.release_month,
        averages.series_id,
        averages.period_kind,
        averages.period_start,
        averages.period_end,
        averages.value as expected_value,
        case when count(months.value) = 3 then sum(months.value) / 3 end
            as actual_value,
        -- Three rounded figures move their mean by half a unit at most, and the average
        -- is rounded on its own.
        sum(months.half_unit) / 3
        + {{ half_of_last_digit('averages.value') }} as tolerance,
        averages.source_row
    from averages
    inner join months
        on
            averages.release_month = months.release_month
            and averages.series_id = months.series_id
            and averages.period_start <= months.period_start
            and averages.period_end >= months.period_start
    where months.source_rank = 1
    group by
        averages.exhibit,
        averages.release_month,
        averages.series_id,
        averages.period_kind,
        averages.period_start,
        averages.period_end,
        averages.value,
        averages.source_row
    having count(*) = 3
)

select * from final
