{#-
    The queries of three questions that everybody asks, for `create_functions`. Arguments
    are SQL. Subqueries instead of CTEs, as in as_of.sql.
-#}

{#- The totals of a month, one row for both, for goods and for services. -#}
{% macro balance_of_month(month) -%}
    {%- for sector, suffix in [
        ("goods and services", ""), ("goods", "_goods"), ("services", "_services"),
    ] %}
    {{ "union all" if not loop.first }}
    select
        '{{ sector }}' as sector,
        month,
        release_month,
        exports{{ suffix }}_musd as exports_musd,
        imports{{ suffix }}_musd as imports_musd,
        balance{{ suffix }}_musd as balance_musd
    from {{ ref('monthly_totals') }}
    where month = {{ month_of(month) }}
    {%- endfor %}
{%- endmacro %}

{#- What moved the total of a flow in a month; the parts add to the total's change. -#}
{% macro contributions_to_change(month, flow) -%}
    {%- set change = "case " ~ flow ~ " when 'exports' then exports_change_musd "
        ~ "when 'imports' then imports_change_musd "
        ~ "when 'balance' then balance_change_musd else "
        ~ stopped_with(
            "'flow: found ' || coalesce(" ~ flow ~ ", 'null') || '"
            ~ ", expected exports, imports or balance'", "decimal(18, 6)",
        ) ~ " end" %}
    select
        drivers.component,
        drivers.component_kind,
        drivers.release_month,
        drivers.change_musd,
        cast(100 * drivers.change_musd / nullif(totals.previous_month_musd, 0)
            as decimal(18, 6)) as contribution_pp
    from (
        select
            *,
            {{ change }} as change_musd
        from {{ ref('monthly_balance_drivers') }}
        where month = {{ month_of(month) }}
    ) as drivers
    left join {{ ref('fct_trade_changes') }} as totals
        on
            drivers.month = totals.month
            and drivers.release_month = totals.release_month
            and totals.series_id = {{ flow }} || '_goods_and_services_bop_sa'
            -- A balance may be of either sign, so that its percent would be, too.
            and totals.flow <> 'balance'
    order by abs(drivers.change_musd) desc
{%- endmacro %}

{#- Every month of a series, the newest value held. -#}
{% macro months_of_series(series_id) -%}
    select
        month,
        release_month,
        value_musd,
        month_change_musd,
        month_change_pct,
        year_change_musd,
        year_change_pct
    from {{ ref('latest_trade_changes') }}
    where
        series_id = coalesce(
            (
                select known.series_id from {{ ref('dim_series') }} as known
                where known.series_id = {{ series_id }}
            ),
            {{ stopped_with(
                "'series: found ' || coalesce(" ~ series_id ~ ", 'null') || '"
                ~ ", expected a series_id of dim_series'", "varchar",
            ) }}
        )
    order by month
{%- endmacro %}

{#- A month from its name ('2024-01') or a day in it, or an error. -#}
{% macro month_of(argument) -%}
    {%- set words = "cast(" ~ argument ~ " as varchar)" -%}
    coalesce(
            case
                when {{ matches(words, "[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9].*)?") }}
                    then cast(substr({{ words }}, 1, 7) || '-01' as date)
            end,
            {{ stopped_with(
                "'month: found ' || coalesce(" ~ words ~ ", 'null') || '"
                ~ ", expected a month (''2024-01'') or a day in it'", "date",
            ) }}
        )
{%- endmacro %}
