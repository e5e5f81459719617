-- A published year to date against its published quarters and the months after them:
-- January to August is two quarters, July and August (exhibit 19).
with checked as (
    select
        figures.*,
        {{ month_number('figures.period_end') }}
        - {{ month_number('figures.period_start') }} + 1 as month_count,
        coalesce(areas_counted.area_count, 0) as area_count
    from {{ ref('int_figures_checked') }} as figures
    left join {{ ref('int_areas_counted') }} as areas_counted
        on
            figures.exhibit = areas_counted.exhibit
            and figures.carried_by_release_month
            = areas_counted.carried_by_release_month
            and figures.series_id = areas_counted.series_id
            and figures.period_kind = areas_counted.period_kind
            and figures.period_start = areas_counted.period_start
            and figures.period_end = areas_counted.period_end
    where
        figures.is_listed
        and figures.is_first_in_exhibit
        and figures.period_kind in ('month', 'quarter', 'year_to_date')
),

months_of_quarters as (
    select
        months.exhibit,
        months.carried_by_release_month,
        months.release_month,
        months.series_id,
        months.period_start
    from checked as months
    inner join checked as quarters
        on
            months.exhibit = quarters.exhibit
            and months.carried_by_release_month = quarters.carried_by_release_month
            and months.release_month = quarters.release_month
            and months.series_id = quarters.series_id
            and months.period_start between quarters.period_start
            and quarters.period_end
    where months.period_kind = 'month' and quarters.period_kind = 'quarter'
),

parts as (
    select checked.*
    from checked
    left join months_of_quarters
        on
            checked.exhibit = months_of_quarters.exhibit
            and checked.carried_by_release_month
            = months_of_quarters.carried_by_release_month
            and checked.release_month = months_of_quarters.release_month
            and checked.series_id = months_of_quarters.series_id
            and checked.period_start = months_of_quarters.period_start
    where
        checked.period_kind = 'quarter'
        or (checked.period_kind = 'month' and months_of_quarters.exhibit is null)
),

final as (
    select
        'quarters and months add to the year to date' as identity_name,
        {{ figure_columns('spans') }},
        cast(null as varchar) as counter_exhibit,
        spans.value as expected_value,
        case when count(parts.value) = count(*) then sum(parts.value) end
            as actual_value,
        -- Each part and the year to date, rounded on its own.
        cast(sum(parts.half_unit) + max(spans.half_unit) as decimal(18, 7))
            as tolerance
    from checked as spans
    inner join parts
        on
            spans.exhibit = parts.exhibit
            and spans.carried_by_release_month = parts.carried_by_release_month
            and spans.release_month = parts.release_month
            and spans.series_id = parts.series_id
            and spans.area_count = parts.area_count
            and parts.period_start between spans.period_start and spans.period_end
    where spans.period_kind = 'year_to_date'
    group by
        {{ figure_columns('spans') }},
        spans.month_count,
        spans.value
    -- Where months alone make it, int_reconciled_periods compares them.
    having
        sum(parts.month_count) = spans.month_count
        and count(*) < spans.month_count
)

select * from final
