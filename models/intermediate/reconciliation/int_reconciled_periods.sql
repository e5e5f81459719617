-- A published year or year to date against the sum of its published months.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and exhibit <> 'bop_totals_vintages'
),

spans as (
    select
        *,
        {{ month_number('period_end') }} - {{ month_number('period_start') }} + 1
            as month_count
    from checked
    where
        period_kind in ('year', 'year_to_date')
        -- Prices and barrels a day are means.
        and measure not in ('unit_price', 'quantity_per_day')
),

final as (
    select
        'months add to the year or year to date' as identity_name,
        {{ figure_columns('spans') }},
        cast(null as varchar) as counter_exhibit,
        spans.value as expected_value,
        case
            when count(months.value) = spans.month_count
                then sum(months.value)
        end as actual_value,
        -- n months and their sum, each rounded on its own.
        cast(sum(months.half_unit) + max(spans.half_unit) as decimal(18, 7))
            as tolerance
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
        {{ figure_columns('spans') }},
        spans.month_count,
        spans.value
    -- The history workbook has years from 1960 and months from 1992 only.
    having count(*) = spans.month_count
)

select * from final
