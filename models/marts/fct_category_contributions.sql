with changes as (
    select
        release_month,
        month,
        series_id,
        previous_month_musd,
        month_change_musd
    from {{ ref('fct_trade_changes') }}
    where month_change_musd is not null
),

category_edges as (
    select * from {{ ref('int_rollup_edges') }}
),

item_edges as (
    select * from {{ ref('int_item_edges') }}
),

-- Categories make up the same sums everywhere, items those that their own exhibit gives
-- them in the release and its months.
children as (
    select
        changes.*,
        category_edges.rollup_id,
        category_edges.flow as parent_flow,
        category_edges.parent_series_id,
        category_edges.child_category_id,
        category_edges.child_area_id,
        category_edges.child_count
    from category_edges
    inner join changes
        on category_edges.child_series_id = changes.series_id
    union all
    select
        changes.*,
        item_edges.rollup_id,
        item_edges.flow as parent_flow,
        item_edges.parent_series_id,
        item_edges.child_category_id,
        item_edges.child_area_id,
        item_edges.child_count
    from item_edges
    inner join changes
        on
            item_edges.child_series_id = changes.series_id
            and item_edges.release_month = changes.release_month
            and changes.month between item_edges.first_month and item_edges.last_month
),

child_changes as (
    select
        children.release_month,
        children.month,
        children.rollup_id,
        children.parent_flow as flow,
        children.parent_series_id,
        children.series_id as child_id,
        children.child_category_id as category_id,
        children.child_area_id as area_id,
        false as is_residual,
        children.child_count,
        parents.previous_month_musd as parent_previous_musd,
        parents.month_change_musd as parent_change_musd,
        children.month_change_musd as change_musd,
        count(*) over (
            partition by
                children.release_month,
                children.month,
                children.rollup_id,
                children.parent_series_id
        ) as found_count
    from children
    inner join changes as parents
        on
            children.parent_series_id = parents.series_id
            and children.release_month = parents.release_month
            and children.month = parents.month
),

complete_changes as (
    select * from child_changes
    where found_count = child_count
),

-- What rounding leaves between the children and their parent, so that they add exactly.
rounding_residuals as (
    select
        release_month,
        month,
        rollup_id,
        flow,
        parent_series_id,
        'rounding_residual' as child_id,
        'rounding_residual' as category_id,
        'rounding_residual' as area_id,
        true as is_residual,
        child_count,
        parent_previous_musd,
        parent_change_musd,
        parent_change_musd - sum(change_musd) as change_musd,
        child_count as found_count
    from complete_changes
    group by
        release_month,
        month,
        rollup_id,
        flow,
        parent_series_id,
        child_count,
        parent_previous_musd,
        parent_change_musd
),

parts as (
    select * from complete_changes
    union all
    select * from rounding_residuals
),

measured as (
    select
        *,
        sum(abs(change_musd)) over (
            partition by release_month, month, rollup_id, parent_series_id
        ) as gross_movement_musd,
        row_number() over (
            partition by
                release_month, month, rollup_id, parent_series_id, is_residual
            order by abs(change_musd) desc, child_id
        ) as movement_rank
    from parts
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(month as date) as month,
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
        -- Null where the parent has no percent change (see percent_change).
        cast(
            case
                when
                    sign(parent_previous_musd)
                    * sign(parent_previous_musd + parent_change_musd) = 1
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
