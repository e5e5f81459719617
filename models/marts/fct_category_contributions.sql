with child_changes as (
    select
        *,
        false as is_residual
    from {{ ref('int_child_changes') }}
),

-- What rounding leaves between the children and their parent, so that they add exactly.
rounding_residuals as (
    select
        release_month,
        month,
        compared_with,
        rollup_id,
        flow,
        parent_series_id,
        'rounding_residual' as child_id,
        'rounding_residual' as category_id,
        'rounding_residual' as area_id,
        child_count,
        parent_previous_musd,
        parent_change_musd,
        parent_change_musd - sum(change_musd) as change_musd,
        true as is_residual
    from child_changes
    group by
        release_month,
        month,
        compared_with,
        rollup_id,
        flow,
        parent_series_id,
        child_count,
        parent_previous_musd,
        parent_change_musd
),

parts as (
    select * from child_changes
    union all
    select * from rounding_residuals
),

measured as (
    select
        *,
        sum(abs(change_musd)) over (
            partition by
                release_month, month, compared_with, rollup_id, parent_series_id
        ) as gross_movement_musd,
        row_number() over (
            partition by
                release_month, month, compared_with, rollup_id, parent_series_id,
                is_residual
            order by abs(change_musd) desc, child_id
        ) as movement_rank
    from parts
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(month as date) as month,
        cast(compared_with as varchar) as compared_with,
        cast(rollup_id as varchar) as rollup_id,
        cast(parent_series_id as varchar) as parent_series_id,
        cast(child_id as varchar) as child_id,
        cast(flow as varchar) as flow,
        cast(category_id as varchar) as category_id,
        cast(area_id as varchar) as area_id,
        cast(is_residual as boolean) as is_residual,
        cast(child_count as integer) as child_count,
        cast(parent_change_musd as decimal(18, 6)) as parent_change_musd,
        cast(change_musd as decimal(18, 6)) as change_musd,
        cast(
            case
                when {{ has_percent_change(
                    'parent_previous_musd + parent_change_musd', 'parent_previous_musd'
                ) }}
                    then 100 * change_musd / parent_previous_musd
            end as decimal(18, 6)
        ) as contribution_pp,
        -- More imports mean a lower balance.
        cast(
            case when flow = 'imports' then -change_musd else change_musd end
            as decimal(18, 6)
        ) as balance_change_musd,
        cast(
            100 * abs(change_musd) / nullif(gross_movement_musd, 0) as decimal(18, 6)
        ) as gross_movement_share_pct,
        cast(
            case when not is_residual then movement_rank end as integer
        ) as movement_rank,
        cast(
            case
                when sign(change_musd) * sign(parent_change_musd) = 1 then 'with'
                when sign(change_musd) * sign(parent_change_musd) = -1 then 'against'
                else 'neither'
            end as varchar
        ) as direction
    from measured
)

select * from final
