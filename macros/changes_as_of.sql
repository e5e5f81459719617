{#-
    The changes known: of each series and month the value of the newest release that holds
    it, each change, mean and sum of the newest release that holds it (named beside it),
    and whether the value is a record among those that are shown. A change from a month or
    a year before that no release holds is that of the two newest values, across releases.

    Subqueries instead of CTEs, as in `trade_values_as_of`.
-#}
{% macro trade_changes_as_of(as_of=none) -%}
    {%- set facts = ref('fct_trade_changes') %}
    {%- set across = {
        'month': {'base': 'previous_month_musd', 'months': 1},
        'year': {'base': 'year_ago_musd', 'months': 12},
    } %}
    {#- What comes from one release, by the column that says whether it holds it. -#}
    {%- set parts = {} %}
    {%- for name, value, base in changes_compared() %}
    {%- if value != 'value_musd' %}
    {%- do parts.update({value | replace('_musd', ''): [value]}) %}
    {%- endif %}
    {%- set change = name ~ '_change' %}
    {%- do parts.update({change: [base, change ~ '_musd', change ~ '_pct']}) %}
    {%- endfor %}
    {%- set wholes %}
        select
            releases.series_id,
            releases.month,
            {%- for part, columns in parts.items() %}
            releases.{{ part }}_release_month,
            {%- for column in columns %}
            max(
                case
                    when facts.release_month = releases.{{ part }}_release_month
                        then facts.{{ column }}
                end
            ) as {{ column }}{{ "," if not loop.last }}
            {%- endfor %}{{ "," if not loop.last }}
            {%- endfor %}
        from (
            select
                series_id,
                month,
                {%- for part in parts %}
                max(
                    case when {{ part }}_musd is not null then release_month end
                ) as {{ part }}_release_month{{ "," if not loop.last }}
                {%- endfor %}
            from {{ facts }}
            {%- if as_of %}
            where release_month <= {{ newest_release_known(as_of) }}
            {%- endif %}
            group by series_id, month
        ) as releases
        inner join {{ facts }} as facts
            on
                releases.series_id = facts.series_id
                and releases.month = facts.month
        group by
            {%- for part in parts %}
            releases.{{ part }}_release_month,
            {%- endfor %}
            releases.series_id,
            releases.month
    {%- endset %}
    {#- Few columns: windows carry all of them along. -#}
    {%- set newest_values %}
        select
            newest.series_id,
            newest.month,
            newest.month_number,
            newest.release_month,
            newest.value_musd,
            {%- for name, change in across.items() %}
            {%- for column in ['value_musd', 'release_month'] %}
            max(newest.{{ column }}) over (
                partition by newest.series_id order by newest.month_number
                range between {{ change.months }} preceding
                and {{ change.months }} preceding
            ) as {{ name }}_before_{{ column }}{{ "," if not loop.last }}
            {%- endfor %}{{ "," if not loop.last }}
            {%- endfor %}
        from (
            select
                *,
                {{ month_number('month') }} as month_number
            from (
    {{ newest_release_rows(facts, ['series_id', 'month'], as_of) }}
            ) as newest_rows
        ) as newest
    {%- endset %}
    select
        newest.release_month,
        newest.series_id,
        newest.month,
        newest.flow,
        newest.category_id,
        newest.area_id,
        newest.basis,
        newest.valuation,
        newest.export_kind,
        newest.price_basis,
        newest.seasonal_adjustment,
        newest.measure,
        newest.evidence,
        newest.value_musd,
        {%- for part, columns in parts.items() %}
        {%- set name = part | replace('_change', '') %}
        {%- if part.endswith('_change') and name in across %}
        {%- set held = 'wholes.' ~ part ~ '_musd is not null' %}
        {%- set base = 'judged.' ~ name ~ '_before_value_musd' %}
        cast(
            case when {{ held }} then wholes.{{ columns[0] }} else {{ base }} end
            as decimal(18, 6)
        ) as {{ columns[0] }},
        cast(
            case
                when {{ held }} then wholes.{{ columns[1] }}
                else newest.value_musd - {{ base }}
            end as decimal(18, 6)
        ) as {{ columns[1] }},
        cast(
            case
                when {{ held }} then wholes.{{ columns[2] }}
                else {{ percent_change('newest.value_musd', base) }}
            end as decimal(18, 6)
        ) as {{ columns[2] }},
        cast(
            case
                when {{ held }} then wholes.{{ part }}_release_month
                when {{ base }} is not null then newest.release_month
            end as date
        ) as {{ part }}_release_month,
        cast(
            case
                when {{ held }} then wholes.{{ part }}_release_month
                else judged.{{ name }}_before_release_month
            end as date
        ) as {{ part }}_base_release_month,
        cast(
            case
                when {{ held }} then false
                when {{ base }} is not null then true
            end as boolean
        ) as is_{{ part }}_across_releases,
        {%- else %}
        {%- for column in columns %}
        cast(wholes.{{ column }} as decimal(18, 6)) as {{ column }},
        {%- endfor %}
        wholes.{{ part }}_release_month,
        {%- endif %}
        {%- endfor %}
        cast(judged.months_compared as integer) as months_compared,
        judged.is_record_high,
        judged.is_record_low,
        cast(judged.highest_before_musd as decimal(18, 6)) as highest_before_musd,
        judged.highest_before_month,
        cast(judged.lowest_before_musd as decimal(18, 6)) as lowest_before_musd,
        judged.lowest_before_month,
        newest.revision_noise_musd,
        newest.is_within_revision_noise
    from ({{ records_judged(newest_values, ['series_id']) }}) as judged
    inner join {{ facts }} as newest
        on
            judged.series_id = newest.series_id
            and judged.month = newest.month
            and judged.release_month = newest.release_month
    inner join ({{ wholes }}) as wholes
        on
            judged.series_id = wholes.series_id
            and judged.month = wholes.month
{%- endmacro %}
