{#- A figure of the page, and its series. -#}
{%- set changes = {
    'deficit_change': 'balance_goods_and_services_bop_sa',
    'goods_deficit_change': 'balance_goods_bop_sa',
    'services_surplus_change': 'balance_services_bop_sa',
    'exports_change': 'exports_goods_and_services_bop_sa',
    'exports_goods_change': 'exports_goods_bop_sa',
    'exports_services_change': 'exports_services_bop_sa',
    'imports_change': 'imports_goods_and_services_bop_sa',
    'imports_goods_change': 'imports_goods_bop_sa',
    'imports_services_change': 'imports_services_bop_sa',
} %}
with figures as (
    select
        *,
        coalesce(computed_value, printed_value) as change_busd
    from {{ ref('fct_release_figures') }}
    where coalesce(computed_value, printed_value) <> 0
),

changes as (
    {%- for figure, series_id in changes.items() %}
    select
        figures.release_month,
        figures.figure,
        '{{ series_id }}' as series_id,
        figures.value_used,
        abs(figures.change_busd) as size_busd,
        case when figures.change_busd > 0 then 'increase' else 'decrease' end
            as direction
    from figures
    where figures.figure = '{{ figure }}'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

survival as (
    select * from {{ ref('fct_sign_survival') }}
),

final as (
    select
        cast(changes.release_month as date) as release_month,
        cast(changes.figure as varchar) as figure,
        cast(changes.series_id as varchar) as series_id,
        cast(changes.value_used as decimal(18, 1)) as change_busd,
        cast(changes.direction as varchar) as direction,
        cast(survival.from_busd as decimal(18, 1)) as from_busd,
        cast(survival.below_busd as decimal(18, 1)) as below_busd,
        cast(survival.month_count as integer) as month_count,
        cast(survival.survived_count as integer) as survived_count,
        cast(survival.survived_pct as decimal(18, 6)) as survived_pct,
        cast(
            case
                when survival.month_count < {{ var('statistics_least_observations') }}
                    then 'too few months to say'
                when survival.survived_pct >= 95 then 'stands'
                when survival.survived_pct >= 75 then 'likely stands'
                else 'may turn'
            end as varchar
        ) as sureness
    from changes
    inner join survival
        on
            changes.series_id = survival.series_id
            and survival.direction = 'either'
            and changes.size_busd >= survival.from_busd
            and coalesce(changes.size_busd < survival.below_busd, true)
)

select * from final
