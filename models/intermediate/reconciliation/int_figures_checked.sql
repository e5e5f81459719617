-- What coverage says was printed, with the value found; null where it is missing.
-- Every identity takes its instances from here, so that a missing side cannot pass.
with expected as (
    select * from {{ ref('int_figures_expected') }}
),

printed as (
    select * from {{ ref('int_figures_printed') }}
),

series as (
    select * from {{ ref('series') }}
),

exhibits as (
    select * from {{ ref('exhibits') }}
),

final as (
    select
        expected.*,
        exhibits.precedence,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.price_basis,
        series.seasonal_adjustment,
        printed.value_musd,
        printed.source_row
    from expected
    inner join exhibits
        on expected.exhibit = exhibits.exhibit
    inner join series
        on expected.series_id = series.series_id
    left join printed
        on
            expected.exhibit = printed.exhibit
            and expected.carried_by_release_month = printed.carried_by_release_month
            and expected.is_as_published = printed.is_as_published
            and expected.series_id = printed.series_id
            and expected.period_kind = printed.period_kind
            and expected.period_start = printed.period_start
            and expected.period_end = printed.period_end
)

select * from final
