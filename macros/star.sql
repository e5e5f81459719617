{#-
    What the tables of the star have in common: of each month or year the figures of
    one release, the newest of those that hold most of it, and each change from that
    release, too, or where it does not hold both ends of it, from the newest that does.
-#}

{#- The columns of a change over a `month` or a `year`. -#}
{% macro changes_of_sides(change) -%}
    {%- set columns = [] %}
    {%- for unit in ["musd", "pct"] %}
    {%- for side in ["exports", "imports", "balance"] %}
    {%- do columns.append(side ~ "_" ~ change ~ "_change_" ~ unit) %}
    {%- endfor %}
    {%- endfor %}
    {%- do return(columns) -%}
{%- endmacro %}

{#-
    The columns of a table, by the column that names the release they come from: its
    `levels`, and each change that there is from one month or year to another.
-#}
{% macro parts_of(levels, period_kind="month", contributions=[]) -%}
    {%- set parts = {"release_month": levels} %}
    {%- for change in ["month", "year"] if change == "year" or period_kind == "month" %}
    {%- set columns = changes_of_sides(change) %}
    {%- for flow in contributions %}
    {%- do columns.append(flow ~ "_" ~ change ~ "_contribution_pp") %}
    {%- endfor %}
    {%- do parts.update({change ~ "_change_release_month": columns}) %}
    {%- endfor %}
    {%- do return(parts) -%}
{%- endmacro %}

{#-
    CTEs of which the last, `newest`, has the rows of several releases (`rows`, with
    `release_month`) as one row per `period` and `key`. Each list of `parts` comes from
    one release, for all keys of a period (the columns of which are `together`). It is
    the newest of those that hold most of its first `needed` columns: a release that has
    imports alone gives way to one that has exports and the balance, too. Of equals the
    changes take the release of the levels, so that they go with them.
-#}
{% macro newest_parts(rows, together, key, parts, needed={}) -%}
    {%- set shown = parts.keys() | first -%}
    {%- set period = listed(together) -%}
held as (
    select
        release_month as row_release,
        {%- for column in together + key + parts.values() | sum(start=[]) %}
        {{ column }},
        {%- endfor %}
        {%- for part, columns in parts.items() %}
        {%- for column in columns[:needed.get(part, 3)] %}
        {{- " +" if not loop.first }}
        case when count({{ column }}) over (
            partition by release_month, {{ period }}
        ) > 0 then 1 else 0 end
        {%- endfor %} as {{ part }}_held{{ "," if not loop.last }}
        {%- endfor %}
    from {{ rows }}
),

leveled as (
    select
        *,
        first_value(row_release) over (
            partition by {{ period }}
            order by {{ shown }}_held desc, row_release desc
        ) as {{ shown }}
    from held
),

ranked as (
    select
        *{{ "," if parts | length > 1 }}
        {%- for part in parts if part != shown %}
        case
            when max({{ part }}_held) over (partition by {{ period }}) > 0
                then first_value(row_release) over (
                    partition by {{ period }}
                    order by
                        {{ part }}_held desc,
                        case when row_release = {{ shown }} then 0 else 1 end,
                        row_release desc
                )
        end as {{ part }}{{ "," if not loop.last }}
        {%- endfor %}
    from leveled
),

newest as (
    select
        {{ listed(together + key) }},
        {%- for part, columns in parts.items() %}
        max({{ part }}) as {{ part }},
        {%- for column in columns %}
        max(
            case when ranked.row_release = ranked.{{ part }} then {{ column }} end
        ) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}{{ "," if not loop.last }}
        {%- endfor %}
    from ranked
    group by {{ listed(together + key) }}
    having count(case when ranked.row_release = ranked.{{ shown }} then 1 end) > 0
)
{%- endmacro %}

{#- The columns of `parts` in the order and types of a contract. -#}
{% macro cast_parts(relation, parts) -%}
    {%- for part, columns in parts.items() %}
        {{- "cast(" if loop.first else ",
        cast(" }}{{ relation }}.{{ part }} as date) as {{ part }}
        {%- for column in columns %},
        cast({{ relation }}.{{ column }} as {{
            "integer" if column.endswith("_rank") else "decimal(18, 6)"
        }}) as {{ column }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}

{#- What the agencies print first, of each month or year: total, goods and services. -#}
{% macro newest_totals(period_kind) -%}
    {%- set sides = ["exports", "imports", "balance"] %}
    {%- set levels = [] %}
    {%- for suffix in ["", "_goods", "_services"] %}
    {%- for side in sides %}
    {%- do levels.append(side ~ suffix ~ "_musd") %}
    {%- endfor %}
    {%- endfor %}
    {%- set parts = parts_of(levels, period_kind) %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where
        period_kind = '{{ period_kind }}'
        and basis = 'bop'
        and price_basis = 'current'
),

by_release as (
    select
        {%- for side in sides %}
        totals.{{ side }}_musd,
        goods.{{ side }}_musd as {{ side }}_goods_musd,
        services.{{ side }}_musd as {{ side }}_services_musd,
        {%- endfor %}
        {%- for column in changes_of_sides("month") + changes_of_sides("year") %}
        totals.{{ column }},
        {%- endfor %}
        totals.release_month,
        totals.period_start
    from balances as totals
    {%- for sector in ["goods", "services"] %}
    left join balances as {{ sector }}
        on
            {{ same('totals', sector, ['release_month', 'period_start']) }}
            and {{ sector }}.category_id = '{{ sector }}'
    {%- endfor %}
    where totals.category_id = 'goods_and_services'
),

{{ newest_parts('by_release', ['period_start'], [], parts, {"release_month": 9}) }},

final as (
    select
        {%- if period_kind == "year" %}
        cast(extract(year from period_start) as integer) as year,
        {%- else %}
        cast(period_start as date) as month,
        {%- endif %}
        {{ cast_parts("newest", parts) }}
    from newest
)

select * from final
{%- endmacro %}

{#- The categories of a sum: of each month all of them from one release. -#}
{% macro newest_categories(rollup_id) -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set parts = parts_of([
        "exports_musd", "imports_musd", "balance_musd",
        "exports_share_pct", "imports_share_pct",
    ], contributions=flows) %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and price_basis = 'current'
),

members as (
    select
        sums.child_category_id,
        sums.child_count,
        parents.category_id,
        parents.basis
    from {{ ref('int_rollup_edges') }} as sums
    inner join {{ ref('int_series_listed') }} as parents
        on sums.parent_series_id = parents.series_id
    where
        sums.rollup_id = '{{ rollup_id }}'
        and sums.flow = 'balance'
        and sums.seasonal_adjustment = 'sa'
        and sums.price_basis = 'current'
),

compared as (
    select
        children.*,
        members.child_count,
        count(*) over (
            partition by children.release_month, children.period_start
        ) as found_count,
        {%- for flow in flows %}
        100 * children.{{ flow }}_musd / nullif(parents.{{ flow }}_musd, 0)
            as {{ flow }}_share_pct,
        {%- for change in ["month", "year"] %}
        {%- set moved = flow ~ "_" ~ change ~ "_change_musd" %}
        100 * children.{{ moved }}
        / nullif(parents.{{ flow }}_musd - parents.{{ moved }}, 0)
            as {{ flow }}_{{ change }}_contribution_pp,
        {%- endfor %}
        {%- endfor %}
        children.period_start as month
    from members
    inner join balances as children
        on
            members.child_category_id = children.category_id
            and members.basis = children.basis
    inner join balances as parents
        on
            {{ same('members', 'parents', ['category_id', 'basis']) }}
            and {{ same('children', 'parents', ['release_month', 'period_start']) }}
),

by_release as (
    select * from compared
    where found_count = child_count
),

{{ newest_parts('by_release', ['month'], ['category_id'], parts) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_category') }} as categories
        on newest.category_id = categories.category_id
)

select * from final
{%- endmacro %}

{#-
    Goods with partner areas of some `kinds`, of each month or year those of one release.
    In a year the countries of a list and its residual are all there is; months are
    adjusted country by country, and add to nothing.
-#}
{% macro newest_areas(period_kind, basis, kinds, name) -%}
    {%- set sides = ["exports", "imports", "balance"] %}
    {%- set flows = ["exports", "imports"] %}
    {%- set levels = [
        "exports_musd", "imports_musd", "balance_musd",
        "exports_share_pct", "imports_share_pct",
    ] %}
    {%- for side in sides if "country" in kinds %}
    {%- do levels.append(side ~ "_rank") %}
    {%- endfor %}
    {%- set parts = parts_of(levels, period_kind) %}
with balances as (
    select * from {{ ref('fct_bilateral_balances') }}
    where
        period_kind = '{{ period_kind }}'
        and category_id = 'goods'
        and basis = '{{ basis }}'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

lists as (
    select
        release_month,
        period_start,
        sum(exports_musd) as exports_musd,
        sum(imports_musd) as imports_musd
    from balances
    where period_kind = 'year' and area_kind in ('country', 'residual')
    group by release_month, period_start
    having count(case when area_kind = 'residual' then 1 end) = 1
),

by_release as (
    select
        {%- for side in sides %}
        balances.{{ side }}_musd,
        balances.{{ side }}_rank,
        {%- for unit in ["musd", "pct"] %}
        balances.{{ side }}_period_change_{{ unit }} as {{ side }}_month_change_{{ unit }},
        balances.{{ side }}_year_change_{{ unit }},
        {%- endfor %}
        {%- endfor %}
        {%- for flow in flows %}
        coalesce(
            balances.{{ flow }}_share_pct,
            100 * balances.{{ flow }}_musd / nullif(lists.{{ flow }}_musd, 0)
        ) as {{ flow }}_share_pct,
        {%- endfor %}
        balances.release_month,
        balances.period_start,
        balances.area_id
    from balances
    left join lists
        on
            {{ same('balances', 'lists', ['release_month', 'period_start']) }}
    where balances.area_kind in ('{{ kinds | join("', '") }}')
),

{{ newest_parts('by_release', ['period_start'], ['area_id'], parts) }},

final as (
    select
        {%- if period_kind == "year" %}
        cast(extract(year from newest.period_start) as integer) as year,
        {%- else %}
        cast(newest.period_start as date) as month,
        {%- endif %}
        cast(newest.area_id as varchar) as area_id,
        cast(areas.area_name as varchar) as {{ name }},
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_area') }} as areas
        on newest.area_id = areas.area_id
)

select * from final
{%- endmacro %}

{#-
    The commodities of exports and those of imports, which differ: of each month and flow
    all of them from one release.
-#}
{% macro newest_commodities() -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set parts = {"release_month": ["value_musd", "share_pct"]} %}
    {%- for change in ["month", "year"] %}
    {%- do parts.update({change ~ "_change_release_month": [
        change ~ "_change_musd", change ~ "_change_pct", change ~ "_contribution_pp",
    ]}) %}
    {%- endfor %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and basis = 'census' and price_basis = 'current'
),

commodities as (
    select * from {{ ref('dim_category') }}
    where scheme in ('export_commodity', 'import_commodity')
),

by_release as (
    {%- for flow in flows %}
    select
        '{{ flow }}' as flow,
        children.{{ flow }}_musd as value_musd,
        100 * children.{{ flow }}_musd / nullif(parents.{{ flow }}_musd, 0) as share_pct,
        {%- for change in ["month", "year"] %}
        {%- set moved = flow ~ "_" ~ change ~ "_change_musd" %}
        children.{{ moved }} as {{ change }}_change_musd,
        children.{{ flow }}_{{ change }}_change_pct as {{ change }}_change_pct,
        100 * children.{{ moved }}
        / nullif(parents.{{ flow }}_musd - parents.{{ moved }}, 0)
            as {{ change }}_contribution_pp,
        {%- endfor %}
        children.release_month,
        children.period_start as month,
        children.category_id as commodity_id
    from balances as children
    inner join commodities
        on
            children.category_id = commodities.category_id
            and commodities.scheme = '{{ flow[:-1] }}_commodity'
    left join balances as parents
        on
            {{ same('children', 'parents', ['release_month', 'period_start']) }}
            and parents.category_id = 'goods'
    where children.{{ flow }}_musd is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

{{ newest_parts('by_release', ['month', 'flow'], ['commodity_id'], parts) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.flow as varchar) as flow,
        cast(newest.commodity_id as varchar) as commodity_id,
        cast(commodities.agency_name as varchar) as commodity,
        cast(commodities.end_use_code as varchar) as end_use_code,
        cast(commodities.parent_category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        {{ cast_parts("newest", parts) }}
    from newest
    inner join commodities
        on newest.commodity_id = commodities.category_id
    left join {{ ref('dim_category') }} as categories
        on commodities.parent_category_id = categories.category_id
)

select * from final
{%- endmacro %}

{#-
    Goods in chained dollars with their implicit prices, in the newest chain year that
    any release has. Dollars of two chain years are not the same unit.
-#}
{% macro newest_real_categories() -%}
    {%- set flows = ["exports", "imports"] %}
    {%- set levels = [] %}
    {%- for name in ["real_%s_musd", "%s_price_index"] %}
    {%- for flow in flows %}
    {%- do levels.append(name | format(flow)) %}
    {%- endfor %}
    {%- endfor %}
    {%- set parts = {"release_month": levels} %}
    {%- for change in ["month", "year"] %}
    {%- set columns = [] %}
    {%- for unit in ["musd", "pct"] %}
    {%- for flow in flows %}
    {%- do columns.append("real_" ~ flow ~ "_" ~ change ~ "_change_" ~ unit) %}
    {%- endfor %}
    {%- endfor %}
    {%- do parts.update({change ~ "_change_release_month": columns}) %}
    {%- endfor %}
with balances as (
    select * from {{ ref('int_balances_compared') }}
    where period_kind = 'month' and basis = 'census'
),

members as (
    select distinct child_category_id as category_id
    from {{ ref('rollups') }}
    where rollup_id = 'real_goods_by_end_use'
),

chained as (
    select balances.* from balances
    inner join members
        on balances.category_id = members.category_id
    where
        balances.price_basis = (
            select max(chains.price_basis) from balances as chains
            where chains.price_basis like 'chained%'
        )
),

by_release as (
    select
        {%- for flow in flows %}
        chained.{{ flow }}_musd as real_{{ flow }}_musd,
        100 * nominal.{{ flow }}_musd / nullif(chained.{{ flow }}_musd, 0)
            as {{ flow }}_price_index,
        {%- for change in ["month", "year"] %}
        {%- for unit in ["musd", "pct"] %}
        {%- set column = flow ~ "_" ~ change ~ "_change_" ~ unit %}
        chained.{{ column }} as real_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {%- endfor %}
        chained.price_basis,
        chained.release_month,
        chained.period_start as month,
        chained.category_id
    from chained
    left join balances as nominal
        on
            {{ same('chained', 'nominal', [
                'release_month', 'period_start', 'category_id'
            ]) }}
            and nominal.price_basis = 'current'
),

{{ newest_parts('by_release', ['month', 'price_basis'], ['category_id'], parts, {
    "release_month": 2, "month_change_release_month": 2, "year_change_release_month": 2,
}) }},

final as (
    select
        cast(newest.month as date) as month,
        cast(newest.category_id as varchar) as category_id,
        cast(categories.agency_name as varchar) as category,
        cast(replace(newest.price_basis, 'chained_', '') as integer) as chain_year,
        {{ cast_parts("newest", parts) }}
    from newest
    left join {{ ref('dim_category') }} as categories
        on newest.category_id = categories.category_id
)

select * from final
{%- endmacro %}
