-- What: what is left out of goods is the sum of the commodities of the set, as seeds
-- have them, and null where one is missing; the rest is goods less that; the balance is
-- that of both flows.
-- When it matters: a partial sum would be taken for the set.
-- If it fails: look at the names of the commodities in items.csv, and at the seed
-- exclusion_sets.
{%- set exhibits = {'exports': 'exhibit_07', 'imports': 'exhibit_08'} %}
with figures as (
    {%- for flow, exhibit in exhibits.items() %}
    select
        'end_use_{{ flow }}' as scheme,
        '{{ flow }}' as flow,
        release_month,
        category as parent_item,
        item,
        period_start,
        value
    from {{ ref(exhibit) }}
    where row_kind = 'month'
    union all
    select
        'end_use_codes' as scheme,
        '{{ flow }}' as flow,
        release_month,
        parent_item,
        item,
        period_start,
        value
    from {{ ref('stg_history__goods_by_end_use_code_figures') }}
    where block = '{{ flow }}_census_sa'
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

printed as (
    select
        figures.release_month,
        figures.period_start as month,
        figures.flow,
        members.exclusion_set_id,
        sum(figures.value) as set_musd,
        count(*) as commodities
    from figures
    inner join {{ ref('items') }} as items
        on
            figures.scheme = items.scheme
            and coalesce(figures.parent_item, '') = coalesce(items.parent_item, '')
            and figures.item = items.printed_name
    inner join {{ ref('exclusion_sets') }} as members
        on
            figures.flow = members.flow
            and items.item = members.category_id
    group by
        figures.release_month,
        figures.period_start,
        figures.flow,
        members.exclusion_set_id
),

wholes as (
    select
        exclusion_set_id,
        flow,
        count(distinct category_id) as commodities
    from {{ ref('exclusion_sets') }}
    group by exclusion_set_id, flow
),

expected_flows as (
    select
        printed.release_month,
        printed.month,
        printed.flow,
        printed.exclusion_set_id,
        case
            when printed.commodities = wholes.commodities then printed.set_musd
        end as set_musd
    from printed
    inner join wholes
        on
            printed.exclusion_set_id = wholes.exclusion_set_id
            and printed.flow = wholes.flow
),

expected_sets as (
    select * from expected_flows
    union all
    select
        exports.release_month,
        exports.month,
        'balance' as flow,
        exports.exclusion_set_id,
        exports.set_musd - imports.set_musd as set_musd
    from expected_flows as exports
    inner join expected_flows as imports
        on
            {{ same('exports', 'imports', [
                'release_month', 'month', 'exclusion_set_id',
            ]) }}
            and imports.flow = 'imports'
    where exports.flow = 'exports'
),

-- Without its total a release has nothing to leave a set out of.
expected as (
    select
        expected_sets.*,
        goods.value_musd
    from expected_sets
    inner join {{ ref('fct_trade_changes') }} as goods
        on
            {{ same('expected_sets', 'goods', ['release_month', 'month', 'flow']) }}
            and goods.series_id = expected_sets.flow || '_goods_census_sa'
),

adjusted as (
    select * from {{ ref('fct_adjusted_balances') }}
)

select
    coalesce(expected.release_month, adjusted.release_month) as release_month,
    coalesce(expected.month, adjusted.month) as month,
    coalesce(expected.flow, adjusted.flow) as flow,
    coalesce(expected.exclusion_set_id, adjusted.exclusion_set_id)
        as exclusion_set_id,
    expected.set_musd as printed_musd,
    adjusted.set_musd
from expected
full outer join adjusted
    on
        {{ same('expected', 'adjusted', [
            'release_month', 'month', 'flow', 'exclusion_set_id',
        ]) }}
left join expected as months_before
    on
        {{ same('expected', 'months_before', [
            'release_month', 'flow', 'exclusion_set_id',
        ]) }}
        and {{ months_before('expected.month', 1) }} = months_before.month
where
    expected.flow is null
    or adjusted.flow is null
    or expected.set_musd is distinct from adjusted.set_musd
    or expected.value_musd is distinct from adjusted.value_musd
    or expected.value_musd - expected.set_musd
    is distinct from adjusted.without_set_musd
    or expected.value_musd - months_before.value_musd
    is distinct from adjusted.month_change_musd
    or expected.set_musd - months_before.set_musd
    is distinct from adjusted.set_month_change_musd
