-- What: the ledger, read at a release, gives every cell that any file of that release
-- holds, not only those of the file that speaks for it, and every row of the vintage
-- ledger for each snapshot it stood in, as the seed has them; every file and snapshot
-- is met; value_musd is the value where the unit is a million dollars. Where two files
-- differ, the one with fewer digits rounds to the other, or a check says so (a history
-- that was not revised).
-- When it matters: two files of a release that differ, of which the ledger shows one.
-- If it fails: compare the cell with the span of its series and period in
-- fct_trade_values; if the files themselves differ, see the identities "one figure, one
-- value".
with ledger as (
    select * from {{ ref('fct_trade_values') }}
),

-- Figures that two files print differently, as recorded facts.
compared_figures as (
    select * from {{ ref('fct_identity_checks') }}
    where
        identity_name like 'one figure, one value%'
        and status in ('holds', 'recorded', 'reviewed')
        and difference <> 0
),

-- Cells of the vintage seed, dated by the snapshots themselves.
snapshots as (
    select * from {{ ref('releases') }}
    where vintage_first_seen is not null
),

vintage_cells as (
    select
        vintages.series_id as item,
        vintages.month,
        snapshots.release_month,
        vintages.value_musd as cell_value
    from snapshots
    left join {{ ref('bop_totals_vintages') }} as vintages
        on
            snapshots.vintage_first_seen >= vintages.first_seen
            and snapshots.vintage_first_seen
            < coalesce(vintages.superseded, cast('9999-12-01' as date))
),

cells as (
    select
        'bop_totals_vintages' as exhibit,
        vintage_cells.release_month as carried_by_release_month,
        vintage_cells.release_month,
        exhibit_series.series_id,
        'month' as period_kind,
        vintage_cells.month as period_start,
        vintage_cells.month as period_end,
        vintage_cells.cell_value,
        exhibit_series.half_unit
    from vintage_cells
    left join {{ ref('exhibit_series') }} as exhibit_series
        on
            vintage_cells.item = exhibit_series.item
            and exhibit_series.exhibit = 'bop_totals_vintages'
    union all
    select
        exhibit,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        value as cell_value,
        half_unit
    from {{ ref('int_figures_recorded') }}
    where not is_contradicted
),

wrong_cells as (
    select
        cells.exhibit,
        cells.release_month,
        cells.series_id,
        cells.period_kind,
        cells.period_start,
        cells.cell_value as cell_musd,
        ledger.value as ledger_musd
    from cells
    left join ledger
        on
            cells.series_id = ledger.series_id
            and cells.period_kind = ledger.period_kind
            and cells.period_start = ledger.period_start
            and cells.period_end = ledger.period_end
            and {{ stood_in('cells.release_month', 'ledger') }}
    left join compared_figures
        on
            cells.exhibit = compared_figures.exhibit
            and cells.carried_by_release_month
            = compared_figures.carried_by_release_month
            and cells.release_month = compared_figures.release_month
            and cells.series_id = compared_figures.series_id
            and cells.period_kind = compared_figures.period_kind
            and cells.period_start = compared_figures.period_start
            and cells.period_end = compared_figures.period_end
    where
        compared_figures.series_id is null
        and (
            cells.cell_value is null
            or ledger.value is null
            or abs(cells.cell_value - ledger.value) > case
                when cells.half_unit > ledger.half_unit
                    then cells.half_unit + ledger.half_unit
                else 0
            end
        )
),

-- Millions of dollars are the value of what is in them, and nothing else's.
wrong_dollars as (
    select
        exhibit,
        valid_from_release as release_month,
        series_id,
        period_kind,
        period_start,
        value as cell_musd,
        value_musd as ledger_musd
    from ledger
    where
        value_musd is distinct from case
            when unit like '%usd_millions' then value
        end
),

-- Each file that was read gives cells: the listed exhibits of each release.
files as (
    select
        release_month,
        exhibit
    from {{ ref('release_coverage') }}
    where exhibit <> '02'
    group by release_month, exhibit
),

cell_counts as (
    select
        carried_by_release_month,
        exhibit,
        count(*) as cell_count
    from cells
    group by carried_by_release_month, exhibit
),

missing_files as (
    select
        files.exhibit,
        files.release_month,
        'no cell of this file' as series_id,
        cast(null as varchar) as period_kind,
        cast(null as date) as period_start,
        cast(null as decimal(18, 6)) as cell_musd,
        cast(null as decimal(18, 6)) as ledger_musd
    from files
    left join cell_counts
        on
            files.release_month = cell_counts.carried_by_release_month
            and files.exhibit = cell_counts.exhibit
    where cell_counts.cell_count is null
)

select * from wrong_cells
union all
select * from wrong_dollars
union all
select * from missing_files
