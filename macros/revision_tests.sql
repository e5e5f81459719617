{#- The columns of fct_revision_tests, from an estimate and its standard error. -#}
{% macro revision_test_columns() -%}
    cast(series_id as varchar) as series_id,
        cast(from_months as integer) as from_months,
        cast(revision_test as varchar) as revision_test,
        cast(first_month as date) as first_month,
        cast(last_month as date) as last_month,
        cast(observation_count as integer) as observation_count,
        cast(slope as decimal(18, 6)) as estimate,
        cast(standard_error as decimal(18, 6)) as standard_error,
        -- An error that rounds to zero is one of the digits computed with.
        cast(
            case
                when cast(standard_error as decimal(18, 6)) > 0 then slope / standard_error
            end as decimal(18, 6)
        ) as t_statistic,
        cast(
            case revision_test when 'news' then theil_u end as decimal(18, 6)
        ) as theil_u,
        cast(
            case
                when observation_count < {{ var('tests_least_observations') }}
                    or standard_error = 0
                    then 'too few months to say'
                when abs(slope) >= 2.576 * standard_error then 'strong evidence'
                when abs(slope) >= 1.96 * standard_error then 'some evidence'
                else 'no evidence'
            end as varchar
        ) as verdict
{%- endmacro %}
