-- A published year or year to date against the sum of its published months.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and exhibit <> 'bop_totals_vintages'
),

spans as (
    select
        *,
        {{ month_number('period_end') }} - {{ month_number('period_start') }} + 1
            as month_count
    from checked
    where period_kind in ('year', 'year_to_date')
),

final as (
    select
        'months add to the year or year to date' as identity,
        spans.exhibit,
        spans.carried_by_release_month,
        spans.release_month,
        spans.series_id,
        spans.period_kind,
        spans.period_start,
        spans.period_end,
        spans.value_musd as expected_musd,
        case
            when count(months.value_musd) = spans.month_count
                then sum(months.value_musd)
        end as actual_musd,
        -- n months and their sum, each rounded to the million on its own.
        cast(0.5 * (spans.month_count + 1) as decimal(18, 6)) as tolerance_musd,
        spans.source_row
    from spans
    inner join checked as months
        on
            months.period_kind = 'month'
            and spans.exhibit = months.exhibit
            and spans.carried_by_release_month = months.carried_by_release_month
            and spans.release_month = months.release_month
            and spans.series_id = months.series_id
            and months.period_start between spans.period_start and spans.period_end
    group by
        spans.exhibit,
        spans.carried_by_release_month,
        spans.release_month,
        spans.series_id,
        spans.period_kind,
        spans.period_start,
        spans.period_end,
        spans.month_count,
        spans.value_musd,
        spans.source_row
    -- The history workbook has years from 1960 and months from 1992 only.
    having count(*) = spans.month_count
)

select * from final
