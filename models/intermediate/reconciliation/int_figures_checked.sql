-- What coverage says was printed beside what was printed. The value is null where a
-- figure is missing; a figure that coverage does not list is not. Every identity takes
-- its instances from the listed ones, so that a missing side cannot pass.
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

matched as (
    select
        coalesce(expected.exhibit, printed.exhibit) as exhibit,
        coalesce(expected.carried_by_release_month, printed.carried_by_release_month)
            as carried_by_release_month,
        coalesce(expected.is_as_published, printed.is_as_published) as is_as_published,
        coalesce(expected.release_month, printed.release_month) as release_month,
        coalesce(expected.series_id, printed.series_id) as series_id,
        coalesce(expected.period_kind, printed.period_kind) as period_kind,
        coalesce(expected.period_start, printed.period_start) as period_start,
        coalesce(expected.period_end, printed.period_end) as period_end,
        expected.exhibit is not null as is_listed,
        printed.exhibit is not null as is_printed,
        printed.value_musd,
        printed.source_row
    from expected
    full outer join printed
        on
            expected.exhibit = printed.exhibit
            and expected.carried_by_release_month = printed.carried_by_release_month
            and expected.is_as_published = printed.is_as_published
            and expected.series_id = printed.series_id
            and expected.period_kind = printed.period_kind
            and expected.period_start = printed.period_start
            and expected.period_end = printed.period_end
),

final as (
    select
        matched.*,
        exhibits.precedence,
        series.flow,
        series.category_id,
        series.area_id,
        series.basis,
        series.price_basis,
        series.seasonal_adjustment
    from matched
    inner join exhibits
        on matched.exhibit = exhibits.exhibit
    -- A left join: a figure without a series is printed, and listed nowhere.
    left join series
        on matched.series_id = series.series_id
)

select * from final
