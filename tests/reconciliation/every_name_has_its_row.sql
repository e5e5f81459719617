-- What: every code a figure carries stands in its dimension, and nothing staged is lost
-- for want of a code.
-- When it matters: an inner join drops what it does not know.
-- If it fails: add the code shown to the dimension or reference seed named.
{%- set references = [
    ('int_figures_recorded', 'series_id', 'dim_series', 'series_id'),
    ('int_exhibit_series_listed', 'series_id', 'dim_series', 'series_id'),
    ('figure_inputs', 'series_id', 'dim_series', 'series_id'),
    ('figure_inputs', 'figure', 'figures', 'figure'),
    ('dim_series', 'category_id', 'dim_category', 'category_id'),
    ('dim_series', 'area_id', 'dim_area', 'area_id'),
    ('rollups', 'parent_category_id', 'dim_category', 'category_id'),
    ('rollups', 'child_category_id', 'dim_category', 'category_id'),
    ('exclusion_sets', 'category_id', 'dim_category', 'category_id'),
    ('category_aliases', 'category_id', 'dim_category', 'category_id'),
    ('release_coverage', 'exhibit', 'exhibits', 'exhibit'),
    ('item_schemes', 'exhibit', 'exhibits', 'exhibit'),
    ('items', 'scheme', 'item_schemes', 'scheme'),
    ('exhibit_columns', 'exhibit', 'item_schemes', 'exhibit'),
    ('int_items_named', 'item_code', 'items', 'item'),
    ('fct_trade_balances', 'release_month', 'dim_release', 'release_month'),
    ('fct_release_figures', 'release_month', 'dim_release', 'release_month'),
    ('fct_release_figures', 'figure', 'int_figures_listed', 'figure'),
    ('int_vintage_spans', 'valid_from_release', 'dim_release', 'release_month'),
    (
        'stg_history__bop_totals_vintages', 'first_seen',
        'dim_release', 'vintage_first_seen'
    ),
    (
        'stg_history__bop_totals_vintages', 'superseded',
        'dim_release', 'vintage_first_seen'
    ),
    ('fct_trade_values', 'period_end', 'dim_month', 'month'),
    ('monthly_totals', 'month', 'dim_date', 'date_day'),
    ('monthly_totals', 'release_month', 'dim_release', 'release_month'),
    ('monthly_goods_by_category', 'category_id', 'dim_category', 'category_id'),
    ('monthly_services_by_category', 'category_id', 'dim_category', 'category_id'),
    ('monthly_goods_by_country', 'area_id', 'dim_area', 'area_id'),
    ('yearly_goods_by_country', 'area_id', 'dim_area', 'area_id'),
    ('yearly_goods_by_group', 'area_id', 'dim_area', 'area_id'),
] %}
with unmatched as (
    {%- for model, column, dimension, key in references %}
    select
        '{{ dimension }}' as dimension,
        '{{ model }}.{{ column }}' as referring_column,
        cast(referring.{{ column }} as varchar) as code
    from {{ ref(model) }} as referring
    left join {{ ref(dimension) }} as referred
        on referring.{{ column }} = referred.{{ key }}
    where referred.{{ key }} is null
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    dimension,
    referring_column,
    code,
    count(*) as row_count
from unmatched
-- A value that no later snapshot supersedes is not lost.
where referring_column not like '%.superseded' or code is not null
group by dimension, referring_column, code
