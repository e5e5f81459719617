-- What: what a mart says of the series of a row is what the list of series says of it.
-- When it matters: people filter the marts by these columns, without dim_series.
-- If it fails: the column of the mart is taken from another one.
{%- set marts = {
    'dim_series': [
        'flow', 'category_id', 'area_id', 'basis', 'valuation', 'export_kind',
        'price_basis', 'seasonal_adjustment', 'measure', 'unit',
    ],
    'fct_trade_values': [
        'flow', 'category_id', 'area_id', 'basis', 'valuation', 'export_kind',
        'price_basis', 'seasonal_adjustment', 'measure', 'unit',
    ],
    'fct_trade_changes': [
        'flow', 'category_id', 'area_id', 'basis', 'price_basis',
        'seasonal_adjustment',
    ],
    'fct_revisions': [
        'flow', 'category_id', 'area_id', 'basis', 'price_basis',
        'seasonal_adjustment',
    ],
} %}
with series as (
    select * from {{ ref('int_series_listed') }}
)
{% for mart, columns in marts.items() %}
select distinct
    '{{ mart }}' as mart,
    facts.series_id
from {{ ref(mart) }} as facts
left join series
    on facts.series_id = series.series_id
where
    series.series_id is null
    {%- for column in columns %}
    or facts.{{ column }} <> series.{{ column }}
    or facts.{{ column }} is null
    {%- endfor %}
{{ "union all" if not loop.last }}
{%- endfor %}
