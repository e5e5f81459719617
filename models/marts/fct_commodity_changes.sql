with contributions as (
    select * from {{ ref('fct_category_contributions') }}
    where
        rollup_id in ('goods_exports_by_commodity', 'goods_imports_by_commodity')
        and not is_residual
        and month = release_month
        and compared_with = 'previous_month'
),

series as (
    select * from {{ ref('int_series_listed') }}
),

changes as (
    select * from {{ ref('fct_trade_changes') }}
),

-- A December release prints the year to date as the year.
printed_sums as (
    select * from {{ ref('int_release_values') }}
    where period_kind in ('year', 'year_to_date')
),

final as (
    select
        cast(contributions.release_month as date) as release_month,
        cast(contributions.flow as varchar) as flow,
        cast(contributions.category_id as varchar) as category_id,
        cast(parents.category_id as varchar) as parent_category_id,
        cast(contributions.child_id as varchar) as series_id,
        cast(contributions.month as date) as month,
        cast(changes.value_musd as decimal(18, 6)) as value_musd,
        cast(changes.previous_month_musd as decimal(18, 6)) as previous_month_musd,
        cast(contributions.change_musd as decimal(18, 6)) as month_change_musd,
        cast(changes.month_change_pct as decimal(18, 6)) as month_change_pct,
        cast(contributions.movement_rank as integer) as movement_rank,
        cast(
            100 * contributions.change_musd
            / nullif(contributions.parent_change_musd, 0) as decimal(18, 6)
        ) as category_change_share_pct,
        cast(contributions.gross_movement_share_pct as decimal(18, 6))
            as gross_movement_share_pct,
        cast(sums.value_musd as decimal(18, 6)) as ytd_musd,
        cast(sums_before.value_musd as decimal(18, 6)) as previous_ytd_musd,
        cast(sums.value_musd - sums_before.value_musd as decimal(18, 6))
            as ytd_change_musd,
        cast(
            {{ percent_change('sums.value_musd', 'sums_before.value_musd') }}
            as decimal(18, 6)
        ) as ytd_change_pct
    from contributions
    inner join series as parents
        on contributions.parent_series_id = parents.series_id
    inner join changes
        on
            contributions.release_month = changes.release_month
            and contributions.month = changes.month
            and contributions.child_id = changes.series_id
    left join printed_sums as sums
        on
            contributions.release_month = sums.release_month
            and contributions.child_id = sums.series_id
            and contributions.month = sums.period_end
    left join printed_sums as sums_before
        on
            contributions.release_month = sums_before.release_month
            and contributions.child_id = sums_before.series_id
            and sums_before.period_end
            = {{ months_before('contributions.month', 12) }}
)

select * from final
