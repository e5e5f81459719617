{%- set of_one_area = ['release_month', 'flow', 'area_id'] %}
{%- set of_one_list = ['release_month', 'month', 'flow'] %}
with balances as (
    select * from {{ ref('fct_bilateral_balances') }}
    where
        period_kind = 'month'
        and category_id = 'goods'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
        and area_kind in ('country', 'residual')
),

worlds as (
    select * from {{ ref('int_worlds_balanced') }}
),

areas as (
    {%- for flow in ['exports', 'imports', 'balance'] %}
    select
        balances.release_month,
        balances.period_start as month,
        '{{ flow }}' as flow,
        balances.area_id,
        balances.area_kind,
        balances.{{ flow }}_rank as area_rank,
        balances.{{ flow }}_musd as value_musd,
        worlds.{{ flow }}_musd as world_musd
    from balances
    left join worlds
        on
            {{ same_balance_but_area('balances', 'worlds') }}
            and {{ same_release_and_period('balances', 'worlds') }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- A list of countries is whole with the one row of all others that is printed with it.
lists as (
    select
        {{ listed(of_one_list) }},
        world_musd,
        count(case when area_kind = 'country' then 1 end) as countries_listed,
        sum(value_musd) as list_musd
    from areas
    group by {{ listed(of_one_list) }}, world_musd
    having count(case when area_kind = 'residual' then 1 end) = 1
),

-- Each area is adjusted on its own, so that the list misses the published total. A
-- surplus is no share of a deficit.
completed as (
    select
        areas.*,
        lists.countries_listed,
        case
            when areas.flow <> 'balance'
                then areas.value_musd / nullif(lists.list_musd, 0)
        end as list_share
    from areas
    inner join lists
        on {{ same('areas', 'lists', of_one_list) }}
    union all
    select
        {{ listed(of_one_list) }},
        'seasonal_residual' as area_id,
        'seasonal_residual' as area_kind,
        cast(null as integer) as area_rank,
        world_musd - list_musd as value_musd,
        world_musd,
        countries_listed,
        null as list_share
    from lists
    where world_musd is not null
),

final as (
    select
        cast(completed.release_month as date) as release_month,
        cast(completed.month as date) as month,
        cast(completed.flow as varchar) as flow,
        cast(completed.area_id as varchar) as area_id,
        cast(completed.area_kind as varchar) as area_kind,
        cast(completed.value_musd as decimal(18, 6)) as value_musd,
        cast(completed.countries_listed as integer) as countries_listed,
        cast(100 * completed.list_share as decimal(18, 6)) as list_share_pct,
        cast(
            sum(
                case
                    when completed.area_kind = 'country'
                        then completed.list_share * completed.list_share
                end
            ) over (partition by {{ listed(of_one_list, 'completed') }})
            as decimal(18, 6)
        ) as concentration_index,
        cast(completed.area_rank as integer) as area_rank,
        {{ changes_of_area('month', 'completed', 'months_before') }},
        {{ changes_of_area('year', 'completed', 'years_before') }}
    from completed
    left join completed as months_before
        on
            {{ same('completed', 'months_before', of_one_area) }}
            and {{ months_before('completed.month', 1) }} = months_before.month
    left join completed as years_before
        on
            {{ same('completed', 'years_before', of_one_area) }}
            and {{ months_before('completed.month', 12) }} = years_before.month
)

select * from final
