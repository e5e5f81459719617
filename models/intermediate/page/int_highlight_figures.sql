{#- The figures of the page outside its bullets, and nothing else. -#}
{%- set figures = [
    'deficit', 'prior_deficit_revised', 'deficit_change',
    'goods_deficit', 'goods_deficit_change',
    'services_surplus', 'services_surplus_change',
    'exports', 'exports_change', 'exports_pct',
    'exports_goods_change', 'exports_services_change',
    'imports', 'imports_change', 'imports_pct',
    'imports_goods_change', 'imports_services_change',
    'real_goods_deficit_pct', 'nominal_goods_deficit_census_pct',
    'real_exports_goods_pct', 'nominal_exports_goods_census_pct',
    'real_imports_goods_pct', 'nominal_imports_goods_census_pct',
] %}
-- One row per release: each figure as the page prints it, and the sign of the unrounded
-- one, which chooses the verb.
with figures as (
    select * from {{ ref('int_figures_judged') }}
),

releases as (
    select * from {{ ref('int_releases_worded') }}
),

months as (
    select * from {{ ref('int_months_listed') }}
),

pivoted as (
    select
        {%- for figure in figures %}
        max(value_used) filter (where figure = '{{ figure }}') as {{ figure }},
        max(sign(coalesce(computed_value, printed_value))) filter (
            where figure = '{{ figure }}'
        ) as {{ figure }}_sign,
        {%- endfor %}
        {%- for balance in ['goods_deficit', 'services_surplus'] %}
        -- Not printed: it shows, unrounded, whether the balance has changed side.
        max(coalesce(computed_value, printed_value)) filter (
            where figure = '{{ balance }}'
        )
        - max(coalesce(computed_value, printed_value)) filter (
            where figure = '{{ balance }}_change'
        ) as prior_{{ balance }},
        {%- endfor %}
        release_month
    from figures
    group by release_month
),

final as (
    select
        pivoted.*,
        releases.has_real_paragraph,
        months.month_name,
        months.year_number,
        prior_months.month_name as prior_month_name
    from pivoted
    inner join releases
        on pivoted.release_month = releases.release_month
    inner join months
        on pivoted.release_month = months.month
    inner join months as prior_months
        on {{ months_before('pivoted.release_month', 1) }} = prior_months.month
)

select * from final
