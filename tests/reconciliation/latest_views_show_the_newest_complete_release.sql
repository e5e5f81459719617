-- What: the latest views hold each period once, and no newer release has the row whole.
-- When it matters: "latest" is what most people read.
-- If it fails: look at the view named.
{%- for view, fact, keys in [
    (
        'latest_trade_balances', 'fct_trade_balances',
        ['month', 'category_id', 'area_id', 'basis', 'price_basis',
         'seasonal_adjustment']
    ),
    ('latest_trade_changes', 'fct_trade_changes', ['month', 'series_id']),
    (
        'latest_category_contributions', 'fct_category_contributions',
        ['month', 'rollup_id', 'parent_series_id']
    ),
] %}
select
    '{{ view }}' as latest_view,
    facts.month,
    max(facts.release_month) as newest_release,
    max(latest.release_month) as shown_release
from {{ ref(fact) }} as facts
left join {{ ref(view) }} as latest
    on
        {%- for key in keys %}
        {{ "and " if not loop.first }}facts.{{ key }} = latest.{{ key }}
        {%- endfor %}
group by {% for key in keys %}facts.{{ key }}{{ ", " if not loop.last }}{% endfor %}
having
    max(facts.release_month) is distinct from max(latest.release_month)
    or max(latest.release_month) is distinct from min(latest.release_month)
{{ "union all" if not loop.last }}
{%- endfor %}
