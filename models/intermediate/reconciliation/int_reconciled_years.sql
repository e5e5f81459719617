-- A year not seasonally adjusted against the same year seasonally adjusted. Countries
-- are adjusted one by one, and are not held to their year.
with years as (
    select * from {{ ref('int_years_summed') }}
    where
        price_basis = 'current'
        and area_id = 'world'
        and exhibit <> 'bop_totals_vintages'
),

adjusted_years as (
    select
        *,
        row_number() over (
            partition by release_month, series_id, period_end order by precedence
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
        unadjusted_years.period_kind,
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
            {{ same_series_but(
                'unadjusted_years', 'adjusted_years', ['seasonal_adjustment'],
            ) }}
            and unadjusted_years.valuation = adjusted_years.valuation
            and unadjusted_years.export_kind = adjusted_years.export_kind
            and {{ same_release_and_period('unadjusted_years', 'adjusted_years') }}
    where
        unadjusted_years.seasonal_adjustment = 'nsa'
        and adjusted_years.source_rank = 1
)

select * from final
