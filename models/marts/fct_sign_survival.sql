{#- Size classes of a change, from and below, in billions of dollars. -#}
{%- set bounds = [0, 1, 2, 5, none] %}
with first_prints as (
    select * from {{ ref('int_revision_horizons') }}
    where horizon = '12' and first_change_musd <> 0 and later_change_musd is not null
),

size_classes as (
    {%- for from_busd in bounds[:-1] %}
    select
        cast({{ from_busd }} as decimal(18, 1)) as from_busd,
        cast({{ bounds[loop.index] or "null" }} as decimal(18, 1)) as below_busd
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

classed as (
    select
        first_prints.series_id,
        first_prints.month,
        first_prints.is_sign_changed,
        size_classes.from_busd,
        size_classes.below_busd,
        case when first_prints.first_change_musd > 0 then 'increase' else 'decrease' end
            as direction
    from first_prints
    inner join size_classes
        on
            abs(first_prints.first_change_musd) >= 1000 * size_classes.from_busd
            and (
                size_classes.below_busd is null
                or abs(first_prints.first_change_musd) < 1000 * size_classes.below_busd
            )
),

-- Either direction, too: of one of them there are few months of a size.
directed as (
    select * from classed
    union all
    select
        series_id,
        month,
        is_sign_changed,
        from_busd,
        below_busd,
        'either' as direction
    from classed
),

counted as (
    select
        series_id,
        direction,
        from_busd,
        max(below_busd) as below_busd,
        min(month) as first_month,
        max(month) as last_month,
        count(*) as month_count,
        count(*) filter (where not is_sign_changed) as survived_count
    from directed
    group by series_id, direction, from_busd
),

final as (
    select
        cast(counted.series_id as varchar) as series_id,
        cast(counted.direction as varchar) as direction,
        cast(counted.from_busd as decimal(18, 1)) as from_busd,
        cast(counted.below_busd as decimal(18, 1)) as below_busd,
        cast(counted.first_month as date) as first_month,
        cast(counted.last_month as date) as last_month,
        cast(counted.month_count as integer) as month_count,
        cast(counted.survived_count as integer) as survived_count,
        cast(
            {{ quotient('100.0 * counted.survived_count', 'counted.month_count') }}
            as decimal(18, 6)
        ) as survived_pct
    from counted
)

select * from final
