{#- A rank table: its name, the table of its months, key and name of its rows. -#}
{%- set tables = [
    ('goods_by_category', 'monthly_goods_by_category', 'category_id', 'category'),
    ('services_by_category', 'monthly_services_by_category', 'category_id', 'category'),
] %}
-- Years of which every month is held; countries as the agencies print the year.
with years as (
    select
        year,
        'goods_by_country' as rank_table,
        area_id as item_id,
        country as item,
        exports_musd,
        imports_musd,
        balance_musd
    from {{ ref('yearly_goods_by_country') }}
    {%- for rank_table, relation, item_id, item in tables %}
    union all
    select
        cast(extract(year from month) as integer) as year,
        '{{ rank_table }}' as rank_table,
        {{ item_id }} as item_id,
        max({{ item }}) as item,
        sum(exports_musd) as exports_musd,
        sum(imports_musd) as imports_musd,
        sum(balance_musd) as balance_musd
    from {{ ref(relation) }} as months
    group by extract(year from month), {{ item_id }}
    having count(months.exports_musd) = 12 and count(months.imports_musd) = 12
    {%- endfor %}
),

flows as (
    {%- for flow in ['exports', 'imports', 'balance'] %}
    select
        year,
        rank_table,
        '{{ flow }}' as flow,
        item_id,
        item,
        {{ flow }}_musd as value_musd
    from years
    where {{ flow }}_musd is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- The largest deficit is the first of the balances.
ranked as (
    select
        *,
        row_number() over (
            partition by year, rank_table, flow
            order by
                case flow when 'balance' then value_musd else -1 * value_musd end,
                item_id
        ) as value_rank,
        count(*) over (partition by year, rank_table, flow) as rank_among
    from flows
),

final as (
    select
        cast(ranked.year as integer) as year,
        cast(ranked.rank_table as varchar) as rank_table,
        cast(ranked.flow as varchar) as flow,
        cast(ranked.item_id as varchar) as item_id,
        cast(ranked.item as varchar) as item,
        cast(ranked.value_musd as decimal(18, 6)) as value_musd,
        cast(ranked.value_rank as integer) as value_rank,
        cast(ranked.rank_among as integer) as rank_among,
        cast(year_before.value_musd as decimal(18, 6)) as previous_year_musd,
        cast(year_before.value_rank as integer) as previous_year_rank,
        cast(ranked.value_musd - year_before.value_musd as decimal(18, 6))
            as change_musd,
        cast(
            {{ percent_change('ranked.value_musd', 'year_before.value_musd') }}
            as decimal(18, 6)
        ) as change_pct
    from ranked
    left join ranked as year_before
        on
            ranked.year - 1 = year_before.year
            and {{ same('ranked', 'year_before', ['rank_table', 'flow', 'item_id']) }}
)

select * from final
