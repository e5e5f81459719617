{%- set of_one_set = ['release_month', 'flow', 'exclusion_set_id'] %}
with release_values as (
    select
        *,
        period_start as month
    from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and area_id = 'world'
        and basis = 'census'
        and price_basis = 'current'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
        and {{ is_usual_series() }}
),

members as (
    select
        *,
        count(*) over (partition by exclusion_set_id, flow) as member_count
    from {{ ref('exclusion_sets') }}
),

-- Null where the release lacks a commodity: a sum of the others is another set.
excluded as (
    select
        release_values.release_month,
        release_values.month,
        members.exclusion_set_id,
        members.exclusion_set_name,
        members.flow,
        case
            when count(*) = members.member_count
                then sum(release_values.value_musd)
        end as set_musd
    from release_values
    inner join members
        on
            release_values.flow = members.flow
            and release_values.category_id = members.category_id
    group by
        release_values.release_month,
        release_values.month,
        members.exclusion_set_id,
        members.exclusion_set_name,
        members.flow,
        members.member_count
),

-- The balance of a set is that of its exports and imports.
all_excluded as (
    select * from excluded
    union all
    select
        exports.release_month,
        exports.month,
        exports.exclusion_set_id,
        exports.exclusion_set_name,
        'balance' as flow,
        exports.set_musd - imports.set_musd as set_musd
    from excluded as exports
    inner join excluded as imports
        on
            {{ same('exports', 'imports', [
                'release_month', 'month', 'exclusion_set_id',
            ]) }}
            and imports.flow = 'imports'
    where exports.flow = 'exports'
),

adjusted as (
    select
        all_excluded.*,
        goods.value_musd,
        goods.value_musd - all_excluded.set_musd as without_set_musd
    from all_excluded
    inner join release_values as goods
        on
            {{ same('all_excluded', 'goods', ['release_month', 'month', 'flow']) }}
            and goods.category_id = 'goods'
),

final as (
    select
        cast(adjusted.release_month as date) as release_month,
        cast(adjusted.month as date) as month,
        cast(adjusted.flow as varchar) as flow,
        cast(adjusted.exclusion_set_id as varchar) as exclusion_set_id,
        cast(adjusted.exclusion_set_name as varchar) as exclusion_set_name,
        cast(adjusted.value_musd as decimal(18, 6)) as value_musd,
        cast(adjusted.set_musd as decimal(18, 6)) as set_musd,
        cast(adjusted.without_set_musd as decimal(18, 6)) as without_set_musd,
        {{ changes_without_set('month', 'adjusted', 'months_before') }},
        {{ changes_without_set('year', 'adjusted', 'years_before') }}
    from adjusted
    left join adjusted as months_before
        on
            {{ same('adjusted', 'months_before', of_one_set) }}
            and {{ months_before('adjusted.month', 1) }} = months_before.month
    left join adjusted as years_before
        on
            {{ same('adjusted', 'years_before', of_one_set) }}
            and {{ months_before('adjusted.month', 12) }} = years_before.month
)

select * from final
