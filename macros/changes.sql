{#- Whether a percent says anything: not of a zero base, nor where the sign changes. -#}
{% macro has_percent_change(value, base) -%}
    sign({{ value }}) = sign({{ base }}) and {{ base }} <> 0
{%- endmacro %}

{#-
    Percent change of `value` from `base`, or null. Of a balance it is the change in size:
    a growing deficit is positive.
-#}
{% macro percent_change(value, base) -%}
    case
            when {{ has_percent_change(value, base) }}
                then 100 * ({{ value }} - {{ base }}) / {{ base }}
        end
{%- endmacro %}

{#- The changes of a month: name, what has changed, and from what. -#}
{% macro changes_compared() -%}
    {%- do return([
        ('month', 'value_musd', 'previous_month_musd'),
        ('year', 'value_musd', 'year_ago_musd'),
        ('ytd', 'ytd_musd', 'year_ago_ytd_musd'),
        ('avg3_month', 'avg3_musd', 'previous_avg3_musd'),
        ('avg3_year', 'avg3_musd', 'year_ago_avg3_musd'),
        ('avg12_month', 'avg12_musd', 'previous_avg12_musd'),
        ('avg12_year', 'avg12_musd', 'year_ago_avg12_musd'),
    ]) -%}
{%- endmacro %}

{#- What changed with and without an exclusion set, and what the set has to do with it. -#}
{% macro changes_without_set(change, now, before) -%}
    {%- for name, column in {
        "": "value_musd", "set_": "set_musd", "without_set_": "without_set_musd"
    }.items() %}
    {{- "cast(" if loop.first else ",
        cast(" }}
            {{ now }}.{{ column }} - {{ before }}.{{ column }} as decimal(18, 6)
        ) as {{ name }}{{ change }}_change_musd,
        cast(
            {{ percent_change(now ~ "." ~ column, before ~ "." ~ column) }}
            as decimal(18, 6)
        ) as {{ name }}{{ change }}_change_pct
    {%- endfor %},
        cast(
            case
                when {{ has_percent_change(now ~ ".value_musd", before ~ ".value_musd") }}
                    then
                        100 * ({{ now }}.set_musd - {{ before }}.set_musd)
                        / {{ before }}.value_musd
            end as decimal(18, 6)
        ) as set_{{ change }}_contribution_pp,
        cast(
            100 * ({{ now }}.set_musd - {{ before }}.set_musd)
            / nullif({{ now }}.value_musd - {{ before }}.value_musd, 0)
            as decimal(18, 6)
        ) as set_{{ change }}_change_share_pct
{%- endmacro %}

{#-
    What an area has to do with the change of all, and how far its rank rose. All others
    are the same ones only beside the same countries: as many, each there before, too.
-#}
{% macro changes_of_area(change, now, before) -%}
    {%- set moved %}
            case
                when
                    {{ now }}.area_kind <> 'residual'
                    or {{ now }}.countries_listed = {{ before }}.countries_listed
                    and {{ now }}.countries_listed = count(
                        case when {{ now }}.area_kind = 'country' then {{ before }}.month end
                    ) over (
                        partition by {{ now }}.release_month, {{ now }}.month, {{ now }}.flow
                    )
                    then {{ now }}.value_musd - {{ before }}.value_musd
            end
    {%- endset -%}
    cast({{ moved }} as decimal(18, 6)) as {{ change }}_change_musd,
        cast(
            case
                when {{ has_percent_change(now ~ ".world_musd", before ~ ".world_musd") }}
                    then 100 * {{ moved }} / {{ before }}.world_musd
            end as decimal(18, 6)
        ) as {{ change }}_contribution_pp,
        cast({{ before }}.area_rank - {{ now }}.area_rank as integer)
            as {{ change }}_rank_rise
{%- endmacro %}
