-- What: the categories of a month add to the parent that their release prints, in
-- exports, imports, balance and changes, within the half units of all of them; their
-- shares add to 100, their contributions to the parent's percent change, as exactly.
-- Goods and services add to the total within 1.5 million, half a unit of each.
-- When it matters: in a BI tool everything is summed over something.
-- If it fails: a category is missing, twice, or of another release than the rest.
{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set ends = [('value', 0), ('month', 1), ('year', 12)] %}
{%- set stars = [
    ('monthly_goods_by_category', 'goods_by_end_use'),
    ('monthly_services_by_category', 'services_by_category'),
] %}
with adjusted as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and area_id = 'world'
        and price_basis = 'current'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

ledger as (
    select * from adjusted
    where {{ is_usual_series('adjusted') }}
),

-- What a release prints: a month, or two of which the second is the change.
printed as (
    select
        release_month,
        period_start as month,
        flow,
        category_id,
        basis,
        'value' as shown_as,
        value_musd,
        value_musd as base_musd,
        half_unit
    from ledger
    {%- for shown_as, months in ends if months %}
    union all
    select
        months.release_month,
        months.period_start as month,
        months.flow,
        months.category_id,
        months.basis,
        '{{ shown_as }}' as shown_as,
        months.value_musd - befores.value_musd as value_musd,
        befores.value_musd as base_musd,
        months.half_unit + befores.half_unit as half_unit
    from ledger as months
    inner join ledger as befores
        on
            months.series_id = befores.series_id
            and months.release_month = befores.release_month
            and {{ months_before('months.period_start', months) }}
            = befores.period_start
    {%- endfor %}
),

shown as (
    {%- for star, rollup in stars %}
    {%- set star_loop = loop %}
    {%- for side in sides %}
    {%- set side_loop = loop %}
    {%- for shown_as, months in ends %}
    select
        '{{ star }}' as star,
        '{{ rollup }}' as rollup_id,
        '{{ side }}' as flow,
        '{{ shown_as }}' as shown_as,
        month,
        category_id,
        {%- if shown_as == 'value' %}
        release_month,
        {{ side }}_musd as value_musd,
        {{ side ~ '_share_pct' if side != 'balance' else 'null' }} as part_pct
        {%- else %}
        {{ shown_as }}_change_release_month as release_month,
        {{ side }}_{{ shown_as }}_change_musd as value_musd,
        {{ side ~ '_' ~ shown_as ~ '_contribution_pp' if side != 'balance'
            else 'null' }} as part_pct
        {%- endif %}
    from {{ ref(star) }}
    {{ "union all" if not (loop.last and side_loop.last and star_loop.last) }}
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
),

sums as (
    select
        shown.star,
        shown.flow,
        shown.shown_as,
        shown.month,
        shown.release_month,
        members.parent_category_id,
        members.parent_basis,
        sum(shown.value_musd) as sum_musd,
        sum(shown.part_pct) as sum_pct,
        sum(printed.half_unit) as half_units,
        count(*) as child_count
    from shown
    inner join {{ ref('rollups') }} as members
        on
            shown.rollup_id = members.rollup_id
            and shown.category_id = members.child_category_id
    left join printed
        on
            shown.release_month = printed.release_month
            and shown.month = printed.month
            and shown.flow = printed.flow
            and shown.shown_as = printed.shown_as
            and shown.category_id = printed.category_id
            and members.child_basis = printed.basis
    group by
        shown.star,
        shown.flow,
        shown.shown_as,
        shown.month,
        shown.release_month,
        members.parent_category_id,
        members.parent_basis
),

compared as (
    select
        sums.star,
        sums.flow || ' ' || sums.shown_as as what,
        sums.month,
        sums.sum_musd,
        parents.value_musd as parent_musd,
        sums.half_units + parents.half_unit as tolerance,
        abs(sums.sum_musd - parents.value_musd) as difference_musd,
        -- The percents are of the parent, or of what it was, with six decimals each.
        case
            when sums.flow = 'balance' then 0
            else abs(sums.sum_pct * parents.base_musd / 100 - parents.value_musd)
        end as difference_of_percents_musd,
        sums.child_count * 0.0000005 * abs(parents.base_musd) / 100
            as lost_in_percents_musd
    from sums
    left join printed as parents
        on
            sums.release_month = parents.release_month
            and sums.month = parents.month
            and sums.flow = parents.flow
            and sums.shown_as = parents.shown_as
            and sums.parent_category_id = parents.category_id
            and sums.parent_basis = parents.basis
),

totals as (
    {%- for star, period in [('monthly_totals', 'month'), ('yearly_totals', 'year')] %}
    {%- set star_loop = loop %}
    {%- for side in sides %}
    select
        '{{ star }}' as star,
        '{{ side }} of goods and services' as what,
        cast({{ period }} as varchar) as period,
        {{ side }}_goods_musd + {{ side }}_services_musd as sum_musd,
        {{ side }}_musd as parent_musd
    from {{ ref(star) }}
    -- Where no release splits the total nothing adds.
    where {{ side }}_goods_musd is not null or {{ side }}_services_musd is not null
    {{ "union all" if not (loop.last and star_loop.last) }}
    {%- endfor %}
    {%- endfor %}
)

select
    star,
    what,
    cast(month as varchar) as period,
    sum_musd,
    parent_musd
from compared
where
    -- A release that has no exports by category, or no imports, has none to add.
    sum_musd is not null
    and (
        coalesce(difference_musd > tolerance, true)
        or coalesce(
            difference_of_percents_musd > tolerance + lost_in_percents_musd, true
        )
    )
union all
select
    star,
    what,
    period,
    sum_musd,
    parent_musd
from totals
where coalesce(abs(sum_musd - parent_musd) > 1.5, true)
