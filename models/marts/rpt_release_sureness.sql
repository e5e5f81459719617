{#- A figure of the page, its series, and its name in a sentence. -#}
{%- set changes = {
    'deficit_change': ('balance_goods_and_services_bop_sa', 'the deficit'),
    'goods_deficit_change': ('balance_goods_bop_sa', 'the goods deficit'),
    'services_surplus_change': ('balance_services_bop_sa', 'the services surplus'),
    'exports_change': ('exports_goods_and_services_bop_sa', 'exports'),
    'exports_goods_change': ('exports_goods_bop_sa', 'exports of goods'),
    'exports_services_change': ('exports_services_bop_sa', 'exports of services'),
    'imports_change': ('imports_goods_and_services_bop_sa', 'imports'),
    'imports_goods_change': ('imports_goods_bop_sa', 'imports of goods'),
    'imports_services_change': ('imports_services_bop_sa', 'imports of services'),
} %}
with figures as (
    select
        *,
        coalesce(computed_value, printed_value) as change_busd
    from {{ ref('fct_release_figures') }}
    where value_used is not null
),

named as (
    {%- for figure, (series_id, name) in changes.items() %}
    select
        '{{ figure }}' as figure,
        '{{ series_id }}' as series_id,
        '{{ name }}' as figure_name
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

changes as (
    select
        figures.release_month,
        figures.figure,
        named.series_id,
        named.figure_name,
        figures.value_used,
        abs(figures.change_busd) as size_busd,
        case when figures.change_busd > 0 then 'increase' else 'decrease' end
            as direction
    from figures
    inner join named
        on figures.figure = named.figure
    where figures.change_busd <> 0
),

survival as (
    select * from {{ ref('fct_sign_survival') }}
),

matched as (
    select
        changes.*,
        survival.from_busd,
        survival.below_busd,
        survival.month_count,
        survival.survived_count,
        survival.survived_pct,
        survival.month_count >= {{ var('statistics_least_observations') }} as is_judged
    from changes
    inner join survival
        on
            changes.series_id = survival.series_id
            and survival.direction = 'either'
            and changes.size_busd >= survival.from_busd
            and coalesce(changes.size_busd < survival.below_busd, true)
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(figure as varchar) as figure,
        cast(series_id as varchar) as series_id,
        cast(value_used as decimal(18, 1)) as change_busd,
        cast(direction as varchar) as direction,
        cast(from_busd as decimal(18, 1)) as from_busd,
        cast(below_busd as decimal(18, 1)) as below_busd,
        cast(month_count as integer) as month_count,
        cast(survived_count as integer) as survived_count,
        cast(survived_pct as decimal(18, 6)) as survived_pct,
        cast(
            case
                when not is_judged then 'too few months to say'
                when survived_pct >= 95 then 'stands'
                when survived_pct >= 75 then 'likely stands'
                else 'may turn'
            end as varchar
        ) as sureness,
        cast(
            case
                when is_judged
                    then
                        'of ' || cast(month_count as varchar) || ' changes of '
                        || figure_name || ' that were first printed as '
                        || case
                            when from_busd = 0 then 'less than '
                            else cast(from_busd as varchar)
                        end
                        || case
                            when below_busd is null then ''
                            when from_busd = 0 then cast(below_busd as varchar)
                            else ' to ' || cast(below_busd as varchar)
                        end
                        || ' billion dollars'
                        || case when below_busd is null then ' or more' else '' end
                        || ', up or down, ' || cast(survived_count as varchar)
                        || ' were of the same sign a year later'
            end as varchar
        ) as note
    from matched
)

select * from final
