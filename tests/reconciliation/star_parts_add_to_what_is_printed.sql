-- What: the commodities of a month, flow and category add to the category, and real
-- goods with their residual to the real total, as the release prints it, within the
-- half units of all of them; shares and contributions of commodities are of all goods
-- of the flow, as exactly as six decimals are.
-- When it matters: in a BI tool everything is summed over something.
-- If it fails: a commodity is missing, twice, or of another release than the rest.
with adjusted as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and area_id = 'world'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

printed as (
    select * from adjusted
    where {{ is_usual_series('adjusted') }}
),

parts as (
    select
        'commodities' as star,
        'current' as price_basis,
        month,
        flow,
        release_month,
        commodity_id as category_id,
        category_id as parent_category_id,
        value_musd
    from {{ ref('monthly_goods_by_commodity') }}
    {%- for flow in ['exports', 'imports'] %}
    union all
    select
        'real goods' as star,
        'chained_' || cast(chain_year as varchar) as price_basis,
        month,
        '{{ flow }}' as flow,
        release_month,
        category_id,
        'goods' as parent_category_id,
        real_{{ flow }}_musd as value_musd
    from {{ ref('monthly_real_goods_by_category') }}
    where real_{{ flow }}_musd is not null
    {%- endfor %}
),

sums as (
    select
        parts.star,
        parts.price_basis,
        parts.month,
        parts.flow,
        parts.release_month,
        parts.parent_category_id,
        sum(parts.value_musd) as sum_musd,
        sum(printed.half_unit) as half_units
    from parts
    left join printed
        on
            parts.release_month = printed.release_month
            and parts.month = printed.period_start
            and parts.flow = printed.flow
            and parts.category_id = printed.category_id
            and parts.price_basis = printed.price_basis
    group by
        parts.star,
        parts.price_basis,
        parts.month,
        parts.flow,
        parts.release_month,
        parts.parent_category_id
),

percents as (
    {%- for column, value, release, months in [
        ('share_pct', 'value_musd', 'release_month', 0),
        (
            'month_contribution_pp', 'month_change_musd',
            'month_change_release_month', 1,
        ),
        ('year_contribution_pp', 'year_change_musd', 'year_change_release_month', 12),
    ] %}
    select
        '{{ column }}' as what,
        month,
        flow,
        {{ release }} as release_month,
        {{ months_before('month', months) if months else 'month' }} as base_month,
        sum({{ column }}) as sum_pct,
        sum({{ value }}) as sum_musd,
        count(*) * 0.0000005 as lost_pct
    from {{ ref('monthly_goods_by_commodity') }}
    where {{ value }} is not null
    group by month, flow, {{ release }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    sums.star,
    sums.flow,
    sums.month,
    sums.parent_category_id as part_of,
    sums.sum_musd as found,
    parents.value_musd as expected
from sums
left join printed as parents
    on
        sums.release_month = parents.release_month
        and sums.month = parents.period_start
        and sums.flow = parents.flow
        and sums.parent_category_id = parents.category_id
        and sums.price_basis = parents.price_basis
where
    coalesce(
        abs(sums.sum_musd - parents.value_musd) > sums.half_units + parents.half_unit,
        true
    )
union all
select
    'commodities' as star,
    percents.flow,
    percents.month,
    percents.what as part_of,
    percents.sum_pct as found,
    100 * percents.sum_musd / wholes.value_musd as expected
from percents
left join printed as wholes
    on
        percents.release_month = wholes.release_month
        and percents.base_month = wholes.period_start
        and percents.flow = wholes.flow
        and wholes.category_id = 'goods'
        and wholes.price_basis = 'current'
where
    coalesce(
        abs(percents.sum_pct - 100 * percents.sum_musd / wholes.value_musd)
        > percents.lost_pct, true
    )
