-- What: the rows of a month and flow of fct_country_contributions add to the published
-- total and, from a month that has the same areas, to its change, where the release has
-- that; a list is there for every month with its row of all others; shares make 100.
-- When it matters: what no country moved would be hidden, or counted twice.
-- If it fails: look at the joins of the mart, and at the areas of the list.
with contributions as (
    select * from {{ ref('fct_country_contributions') }}
),

added as (
    select
        contributions.release_month,
        contributions.month,
        contributions.flow,
        sum(contributions.value_musd) as value_musd,
        sum(contributions.month_change_musd) as month_change_musd,
        sum(contributions.list_share_pct) as list_share_pct,
        count(contributions.list_share_pct) as share_count,
        count(contributions.month_change_musd) as change_count,
        count(months_before.area_id) as stayed_count,
        count(*) as area_count,
        count(
            case when contributions.area_id = 'seasonal_residual' then 1 end
        ) as residual_count
    from contributions
    left join contributions as months_before
        on
            {{ same('contributions', 'months_before', [
                'release_month', 'flow', 'area_id',
            ]) }}
            and {{ months_before('contributions.month', 1) }} = months_before.month
    group by
        contributions.release_month,
        contributions.month,
        contributions.flow
),

areas as (
    select
        added.*,
        coalesce(
            added.area_count = added.stayed_count
            and added.area_count = months_before.area_count,
            false
        ) as is_same_list
    from added
    left join added as months_before
        on
            {{ same('added', 'months_before', ['release_month', 'flow']) }}
            and {{ months_before('added.month', 1) }} = months_before.month
),

listed_months as (
    select
        release_month,
        period_start as month
    from {{ ref('fct_bilateral_balances') }}
    where
        period_kind = 'month'
        and category_id = 'goods'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
    group by release_month, period_start
    having count(case when area_kind = 'residual' then 1 end) = 1
),

expected as (
    {%- for flow in ['exports', 'imports', 'balance'] %}
    select
        listed_months.*,
        '{{ flow }}' as flow,
        goods.value_musd,
        goods.month_change_musd
    from listed_months
    left join {{ ref('fct_trade_changes') }} as goods
        on
            {{ same('listed_months', 'goods', ['release_month', 'month']) }}
            and goods.series_id = '{{ flow }}_goods_census_sa'
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    coalesce(expected.release_month, areas.release_month) as release_month,
    coalesce(expected.month, areas.month) as month,
    coalesce(expected.flow, areas.flow) as flow,
    expected.value_musd as goods_musd,
    areas.value_musd,
    expected.month_change_musd as goods_change_musd,
    areas.month_change_musd,
    areas.list_share_pct
from expected
full outer join areas
    on {{ same('expected', 'areas', ['release_month', 'month', 'flow']) }}
where
    expected.flow is null
    or areas.flow is null
    or areas.residual_count
    <> case when expected.value_musd is null then 0 else 1 end
    or expected.value_musd <> areas.value_musd
    or areas.is_same_list
    and (
        areas.change_count <> areas.area_count
        or expected.month_change_musd <> areas.month_change_musd
    )
    -- Each share is rounded to the sixth decimal.
    or abs(areas.list_share_pct - 100) > 0.0000005 * areas.share_count
    or (areas.list_share_pct is null) <> (areas.flow = 'balance')
