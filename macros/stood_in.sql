{#-
    Whether a span of the ledger covers `release`. The open end is written as a date far
    off and not as `or ... is null`: an outer join on the latter compares every pair.
-#}
{% macro stood_in(release, spans) -%}
    {{ release }} >= {{ spans }}.valid_from_release
            and {{ release }}
            < coalesce({{ spans }}.valid_to_release, cast('9999-12-01' as date))
{%- endmacro %}
