{%- set items = ['exports_total', 'imports_total', 'exports_goods', 'imports_goods'] %}
{%- for item in items %}
select
    'release_totals' as exhibit,
    'all' as block,
    cast(release_month as date) as release_month,
    '{{ item }}' as item,
    'current' as price_basis,
    'month' as row_kind,
    cast(month as date) as period_start,
    cast(month as date) as period_end,
    cast({{ item }} as decimal(18, 6)) as value,
    -- The totals are the vintage's own. Its goods were quoted later from the release
    -- for two months; the rest are inferred from files of later releases.
    {% if item.endswith('_goods') -%}
    case
        when goods_source = 'quoted_after_release' then 'quoted'
        else 'inferred'
    end
    {%- else -%}
    'printed'
    {%- endif %} as evidence,
    cast(null as integer) as source_row,
    'release_month=' || cast(release_month as varchar)
    || ';month=' || cast(month as varchar)
    || ';column={{ item }}' as seed_row
from {{ ref('release_totals') }}
where {{ item }} is not null
{{ "union all" if not loop.last }}
{%- endfor %}
