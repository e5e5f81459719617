-- A year not seasonally adjusted against the same year seasonally adjusted: as printed
-- where the release prints the year, else as the sum of its twelve months. Countries
-- are adjusted one by one, and are not held to their year.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and exhibit <> 'bop_totals_vintages'
),

years as (
    select
        exhibit,
        precedence,
        release_month,
        carried_by_release_month,
        series_id,
        flow,
        category_id,
        basis,
        valuation,
        export_kind,
        seasonal_adjustment,
        measure,
        extract(year from period_end) as year_number,
        min(period_start) as period_start,
        max(period_end) as period_end,
        coalesce(
            max(value) filter (where period_kind = 'year'),
            case
                when count(value) filter (where period_kind = 'month') = 12
                    then sum(value) filter (where period_kind = 'month')
            end
        ) as value,
        coalesce(
            max(half_unit) filter (where period_kind = 'year'),
            sum(half_unit) filter (where period_kind = 'month')
        ) as half_units,
        max(source_row) filter (where period_kind = 'year') as source_row
    from checked
    where
        period_kind in ('year', 'month')
        and price_basis = 'current'
        and area_id = 'world'
        and not is_as_published
    group by
        exhibit,
        precedence,
        release_month,
        carried_by_release_month,
        series_id,
        flow,
        category_id,
        basis,
        valuation,
        export_kind,
        seasonal_adjustment,
        measure,
        extract(year from period_end)
    having
        count(*) filter (where period_kind = 'year') = 1
        or count(*) filter (where period_kind = 'month') = 12
),

adjusted_years as (
    select
        *,
        row_number() over (
            partition by release_month, series_id, year_number order by precedence
        ) as source_rank
    from years
    where seasonal_adjustment = 'sa'
),

final as (
    select
        'a year is the same unadjusted and adjusted' as identity_name,
        unadjusted_years.exhibit,
        adjusted_years.exhibit as counter_exhibit,
        'all' as block,
        unadjusted_years.carried_by_release_month,
        unadjusted_years.release_month,
        unadjusted_years.series_id,
        'year' as period_kind,
        unadjusted_years.period_start,
        unadjusted_years.period_end,
        adjusted_years.value as expected_value,
        unadjusted_years.value as actual_value,
        -- Half a unit, a million say, for each rounded figure on either side.
        unadjusted_years.half_units + adjusted_years.half_units as tolerance,
        unadjusted_years.source_row
    from years as unadjusted_years
    inner join adjusted_years
        on
            unadjusted_years.release_month = adjusted_years.release_month
            and unadjusted_years.year_number = adjusted_years.year_number
            and unadjusted_years.flow = adjusted_years.flow
            and unadjusted_years.category_id = adjusted_years.category_id
            and unadjusted_years.basis = adjusted_years.basis
            and unadjusted_years.valuation = adjusted_years.valuation
            and unadjusted_years.export_kind = adjusted_years.export_kind
            and unadjusted_years.measure = adjusted_years.measure
    where
        unadjusted_years.seasonal_adjustment = 'nsa'
        and adjusted_years.source_rank = 1
)

select * from final
