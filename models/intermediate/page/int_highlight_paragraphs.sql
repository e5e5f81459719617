-- One row per release and paragraph on exports, imports and real statistics, and bullet
-- below it.
with figures as (
    select * from {{ ref('int_highlight_figures') }}
),

bullets as (
    select * from {{ ref('int_highlight_bullets') }}
),

{% for flow in ['exports', 'imports'] -%}
{{ flow }}_paragraphs as (
    select
        release_month,
        '{{ flow }}' as part,
        '{{ flow | capitalize }} of goods and services '
        || {{ movement(flow ~ '_change', flow ~ '_change_sign', 'were unchanged') }}
        || case
            when {{ flow }}_change_sign = 0 then ' in ' || month_name || ' at '
            else
                coalesce(', or ' || {{ linked_percent(flow ~ '_pct') }} || ',', '')
                || ' in ' || month_name || ' to '
        end
        || {{ linked_money(flow) }} || '.'
        || coalesce(
            ' {{ flow | capitalize }} of goods '
            || {{ movement(
                flow ~ '_goods_change',
                flow ~ '_goods_change_sign',
                'were unchanged'
            ) }}
            || ', and {{ flow }} of services '
            || {{ movement(
                flow ~ '_services_change',
                flow ~ '_services_change_sign',
                'were unchanged'
            ) }}
            || '.',
            ''
        ) as paragraph_linked
    from figures
),

{% endfor -%}
real_paragraphs as (
    select
        release_month,
        'real' as part,
        'Real, or inflation-adjusted, statistics are also available for trade in goods '
        || '(Census basis).'
        {%- for subject, real, nominal, noun, verb in [
            (
                'The real goods deficit', 'real_goods_deficit_pct',
                'nominal_goods_deficit_census_pct', 'the nominal deficit', 'was'
            ),
            (
                'Real exports of goods', 'real_exports_goods_pct',
                'nominal_exports_goods_census_pct', 'nominal exports', 'were'
            ),
            (
                'Real imports of goods', 'real_imports_goods_pct',
                'nominal_imports_goods_census_pct', 'nominal imports', 'were'
            ),
        ] %}
        || ' {{ subject }} '
        || case
            when {{ real }}_sign = 0 then '{{ verb }} unchanged'
            else
                {{ movement_verb(real ~ '_sign') }} || ' ' || {{ linked_percent(real) }}
        end
        {%- if loop.first %} || ' in ' || month_name{% endif %}
        || case
            when {{ real }}_sign = 0 and {{ nominal }}_sign = 0
                then ', as {{ verb }} {{ noun }}'
            when {{ real }} = {{ nominal }} and {{ real }}_sign = {{ nominal }}_sign
                then
                    ', which is the same as the '
                    || {{ movement_noun(nominal ~ '_sign') }} || ' in {{ noun }}'
            else
                ', compared to '
                || {{ percent_noun(nominal, nominal ~ '_sign') }}
                || ' in {{ noun }}'
        end
        || '.'
        {%- endfor %} as paragraph_linked
    from figures
),

paragraphs as (
    select * from exports_paragraphs
    union all
    select * from imports_paragraphs
    union all
    select * from real_paragraphs
    union all
    select
        release_month,
        flow || '_' || block as part,
        bullet_linked as paragraph_linked
    from bullets
),

-- A paragraph that lacks a figure is null, and left out.
final as (
    {{ with_plain_texts('paragraphs', ['paragraph']) }}
    where paragraph_linked is not null
)

select * from final
