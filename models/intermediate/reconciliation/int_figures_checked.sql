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
    select * from {{ ref('int_series_listed') }}
),

exhibits as (
    select * from {{ ref('exhibits') }}
),

-- Exhibits whose rows are items: coverage knows how many figures they have, not which.
counted_exhibits as (
    select * from {{ ref('release_coverage') }}
    where figure_count is not null
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
        expected.exhibit is not null as is_listed_by_period,
        printed.exhibit is not null as is_printed,
        coalesce(printed.block, 'all') as block,
        printed.value,
        printed.half_unit,
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
        matched.exhibit,
        matched.carried_by_release_month,
        matched.is_as_published,
        matched.release_month,
        matched.series_id,
        matched.period_kind,
        matched.period_start,
        matched.period_end,
        counted_exhibits.exhibit is not null as is_counted,
        matched.is_listed_by_period
        or (counted_exhibits.exhibit is not null and matched.series_id is not null)
            as is_listed,
        matched.is_printed,
        -- Exhibit 16a prints its total in two tables: as an addend it counts once.
        row_number() over (
            partition by
                matched.exhibit,
                matched.carried_by_release_month,
                matched.is_as_published,
                matched.series_id,
                matched.period_kind,
                matched.period_start,
                matched.period_end
            order by matched.block
        ) = 1 as is_first_in_exhibit,
        matched.block,
        matched.value,
        matched.half_unit,
        matched.source_row,
        exhibits.precedence,
        exhibits.family,
        {{ all_series_columns('series') }},
        series.unit
    from matched
    inner join exhibits
        on matched.exhibit = exhibits.exhibit
    left join counted_exhibits
        on
            matched.exhibit = counted_exhibits.exhibit
            and matched.carried_by_release_month = counted_exhibits.release_month
    -- A left join: a figure without a series is printed, and listed nowhere.
    left join series
        on matched.series_id = series.series_id
)

select * from final
