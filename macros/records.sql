{#-
    Records among rows that give a month (`month`, `month_number`) one `value_musd` per
    `series`, a list of columns; `known` is a query. A month is compared with every
    earlier one that is there. It is judged only where as many as `record_least_months`
    before it are there without a gap; else all columns added are null. The month that
    held the record is the first one with its value.

    Subqueries instead of CTEs, as in `trade_values_as_of`. No `lag` over more than one
    row: DuckDB 2.0.0 forgets its offset when it reads a stored view.
-#}
{% macro records_judged(known, series) -%}
    {%- set least = var('record_least_months') %}
    {%- set of_series = "partition by " ~ series | join(", ") ~ " order by month_number" %}
    {%- set before = of_series ~ " rows between unbounded preceding and 1 preceding" %}
    select
        held.*,
        case when held.is_judged then held.months_before end as months_compared,
        case when held.is_judged then held.value_musd > held.highest_musd end
            as is_record_high,
        case when held.is_judged then held.value_musd < held.lowest_musd end
            as is_record_low,
        {%- for extreme in ['highest', 'lowest'] %}
        case when held.is_judged then held.{{ extreme }}_musd end
            as {{ extreme }}_before_musd,
        case when held.is_judged then held.{{ extreme }}_month end
            as {{ extreme }}_before_month{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            compared.*,
            max(
                case
                    when coalesce(compared.value_musd > compared.highest_musd, true)
                        then compared.month
                end
            ) over ({{ before }}) as highest_month,
            max(
                case
                    when coalesce(compared.value_musd < compared.lowest_musd, true)
                        then compared.month
                end
            ) over ({{ before }}) as lowest_month
        from (
            select
                known.*,
                max(known.value_musd) over ({{ before }}) as highest_musd,
                min(known.value_musd) over ({{ before }}) as lowest_musd,
                count(*) over ({{ before }}) as months_before,
                coalesce(
                    max(known.month_number) over (
                        {{ of_series }}
                        rows between {{ least }} preceding and {{ least }} preceding
                    ) = known.month_number - {{ least }},
                    false
                ) as is_judged
            from (
    {{ known }}
            ) as known
        ) as compared
    ) as held
{%- endmacro %}
