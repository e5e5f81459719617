-- What: every figure names the cell of the seed it comes from: the release that carried
-- it, its period and a column, and no two figures name the same cell. Only a row in
-- chained dollars stands for several chain years.
-- When it matters: `seed_row` is how a figure of a page is traced to the file.
-- If it fails: mend the `seed_row` of the staging model, or the macro that writes it.
with figures as (
    select
        seed,
        seed_row,
        series_id,
        carried_by_release_month,
        period_start,
        period_end
    from {{ ref('int_figures_recorded') }}
    union all
    -- Averages are no part of the ledger.
    select
        exhibit as seed,
        seed_row,
        item as series_id,
        release_month as carried_by_release_month,
        period_start,
        period_end
    from {{ ref('stg_exhibits__figures_of_columns') }}
    where row_kind = 'three_month_average'
),

series as (
    select * from {{ ref('int_series_listed') }}
),

doubled as (
    select
        figures.seed,
        figures.seed_row,
        series.price_basis
    from figures
    left join series
        on figures.series_id = series.series_id
    group by figures.seed, figures.seed_row, series.price_basis
    having count(*) > 1
)

select
    seed,
    seed_row,
    'names no cell of its release and period' as problem
from figures
where
    seed_row is null
    or seed_row not like
    'release_month=' || cast(carried_by_release_month as varchar) || ';%'
    or (
        seed_row not like
        '%;period_start=' || cast(period_start as varchar)
        || ';period_end=' || cast(period_end as varchar) || ';column=_%'
        and seed_row not like
        '%;month=' || cast(period_start as varchar) || ';column=_%'
    )
union all
select
    seed,
    seed_row,
    'names the cell of another figure' as problem
from doubled
