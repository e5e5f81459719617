-- What: the year-to-date sum is the one the release prints, within half of the last
-- digit of each month and of the sum, and stands wherever the release prints one; a
-- mean of twelve months ending in December is a twelfth of the printed year. Sums whose
-- months the release does not list (commodities have two) are not ours to make.
-- When it matters: year-to-date changes and moving averages are read from here.
-- If it fails: look at the frames of fct_trade_changes, and at the row in the exhibit.
with listed_months as (
    select
        release_month,
        series_id,
        period_start as month
    from {{ ref('int_figures_checked') }}
    where is_listed and period_kind = 'month'
    group by release_month, series_id, period_start
),

printed as (
    select
        sums.release_month,
        sums.series_id,
        sums.period_kind,
        sums.period_end as month,
        sums.value as value_musd,
        sums.half_unit
    from {{ ref('int_figures_printed') }} as sums
    -- The history workbook has years from 1960, and months from 1992 only.
    inner join listed_months
        on
            sums.release_month = listed_months.release_month
            and sums.series_id = listed_months.series_id
            and sums.period_start = listed_months.month
    inner join {{ ref('dim_series') }} as series
        on sums.series_id = series.series_id
    where
        sums.is_preferred
        and sums.period_kind in ('year', 'year_to_date')
        -- Barrels and prices have no changes here.
        and series.measure in ('value', 'calculated_duty')
),

month_half_units as (
    select
        printed.release_month,
        printed.series_id,
        printed.month,
        sum(months.half_unit) as half_units
    from printed
    inner join {{ ref('int_release_values') }} as months
        on
            printed.release_month = months.release_month
            and printed.series_id = months.series_id
            and extract(year from printed.month) = extract(year from months.period_end)
            and printed.month >= months.period_end
    where months.period_kind = 'month'
    group by printed.release_month, printed.series_id, printed.month
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
)

select
    printed.release_month,
    printed.series_id,
    printed.month,
    printed.value_musd as printed_musd,
    changes.ytd_musd,
    changes.avg12_musd
from printed
left join changes
    on
        printed.release_month = changes.release_month
        and printed.series_id = changes.series_id
        and printed.month = changes.month
left join month_half_units
    on
        printed.release_month = month_half_units.release_month
        and printed.series_id = month_half_units.series_id
        and printed.month = month_half_units.month
where
    coalesce(
        abs(changes.ytd_musd - printed.value_musd)
        > printed.half_unit + month_half_units.half_units,
        true
    )
    or (
        printed.period_kind = 'year'
        -- The mean has six decimals.
        and coalesce(
            abs(12 * changes.avg12_musd - printed.value_musd)
            > printed.half_unit + month_half_units.half_units + 12 * 0.0000005,
            true
        )
    )
