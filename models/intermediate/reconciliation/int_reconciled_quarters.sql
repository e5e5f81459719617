-- A published year of a country against the sum of its published quarters (exhibits 20,
-- 20a, 20b and BEA's history of them). Countries add to the world in years only.
with checked as (
    select
        figures.*,
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
        and figures.period_kind in ('quarter', 'year')
),

final as (
    select
        'quarters add to the year' as identity_name,
        {{ figure_columns('years') }},
        cast(null as varchar) as counter_exhibit,
        years.value as expected_value,
        case when count(quarters.value) = 4 then sum(quarters.value) end
            as actual_value,
        -- Four quarters and their year, each rounded on its own.
        cast(sum(quarters.half_unit) + max(years.half_unit) as decimal(18, 7))
            as tolerance
    from checked as years
    inner join checked as quarters
        on
            years.exhibit = quarters.exhibit
            and years.carried_by_release_month = quarters.carried_by_release_month
            and years.release_month = quarters.release_month
            and years.series_id = quarters.series_id
            and years.area_count = quarters.area_count
            and quarters.period_start between years.period_start and years.period_end
    where years.period_kind = 'year' and quarters.period_kind = 'quarter'
    group by
        {{ figure_columns('years') }},
        years.value
    -- A release has the quarters of some years only.
    having count(*) = 4
)

select * from final
