{#-
    The newest release known at `as_of`, as a scalar: a release by its name ('2024-01'),
    or else a day ('2024-03-31' or a date, to its end) or a moment (a timestamp, local
    time in New York unless it has an offset) by which it was published. Releases come out
    in the order of their months, so this one release says which all are known. Null
    where none is; an error where `as_of` is none of these, or null.
-#}
{% macro newest_release_known(as_of) -%}
    (
        select known.newest_release
        from ({{ newest_releases_known("(select " ~ as_of ~ " as moment)") }}) as known
    )
{%- endmacro %}

{#- That release for each `moment` of a table, a query; joined, as Sail has no other way. -#}
{% macro newest_releases_known(asked) -%}
    {%- set words = "cast(asked.moment as varchar)" -%}
    {%- set month = "[0-9]{4}-(0[1-9]|1[0-2])" -%}
    {%- set day = month ~ "-[0-3][0-9]" -%}
    {%- set offset = "(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9]){0,2})" -%}
    {%- set moment = day ~ "[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?" -%}
    select
        asked.moment,
        max(
            case
                when {{ matches(words, month) }}
                    then cast({{ words }} || '-01' as date)
                when
                    releases.known_at <= coalesce(
                        case
                            when {{ matches(words, day) }}
                                then {{ moment_or_null(words ~ " || ' 23:59:59'") }}
                            when {{ matches(words, moment) }}
                                then {{ moment_or_null(words) }}
                            when {{ matches(words, moment ~ offset) }}
                                then {{ moment_in_new_york(words) }}
                        end,
                        {{ stopped_with(
                            "'as_of: found ' || coalesce(" ~ words ~ ", 'null') || '"
                            ~ ", expected a release (''2024-01''), a day (''2024-03-31'') "
                            ~ "or a moment (''2024-03-31 08:30:00''): "
                            ~ "name one of these'", "timestamp",
                        ) }}
                    )
                    then releases.release_month
            end
        ) as newest_release
    from {{ asked }} as asked
    cross join {{ ref('dim_release') }} as releases
    group by asked.moment
{%- endmacro %}

{#- A moment from its words; null for 30 February, where the database can say so. -#}
{% macro moment_or_null(words, type="timestamp") -%}
    {{ "try_cast" if target.type == "duckdb" else "cast" }}({{ words }} as {{ type }})
{%- endmacro %}

{#- What the clocks of New York showed at a moment whose words have an offset. -#}
{% macro moment_in_new_york(words) -%}
    {{ adapter.dispatch("moment_in_new_york")(words) }}
{%- endmacro %}

{% macro default__moment_in_new_york(words) -%}
    {{ moment_or_null(words, "timestamp with time zone") }} at time zone 'America/New_York'
{%- endmacro %}

{#- The session of a build has the time zone UTC. -#}
{% macro spark__moment_in_new_york(words) -%}
    cast(
        from_utc_timestamp(cast({{ words }} as timestamp_ltz), 'America/New_York')
        as timestamp
    )
{%- endmacro %}

{#- Whether the whole of a text is of a form. -#}
{% macro matches(text, pattern) -%}
    {{ adapter.dispatch("matches")(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ text }} similar to '{{ pattern }}'
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    {{ text }} rlike '^({{ pattern }})$'
{%- endmacro %}

{#- A query stopped with a message; where there is no function for it, by a wrong cast. -#}
{% macro stopped_with(message, type) -%}
    {%- if target.type == "duckdb" -%}
    cast(error({{ message }}) as {{ type }})
    {%- else -%}
    cast({{ message }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{#-
    The ledger as `as_of` knew it, a query: of every series and period the value that
    stood, with the release it came from (`valid_from_release`). `as_of` is SQL: a
    literal with its quotation marks, a column or a parameter.

    Subqueries instead of CTEs here and below: DuckDB 1.4.0 and 1.4.1 do not find a CTE
    again in a function that a file holds (`create_functions`).
-#}
{% macro trade_values_as_of(as_of) -%}
    select
        known.as_of_release,
        ledger.*
    from {{ ref('fct_trade_values') }} as ledger
    inner join (select {{ newest_release_known(as_of) }} as as_of_release) as known
        on {{ stood_in('known.as_of_release', 'ledger') }}
{%- endmacro %}

{#-
    The rows of a mart whose rows are each true for one release, of the newest release
    that holds them: per `key`, among all releases or those known at `as_of`, a query.
-#}
{% macro newest_release_rows(facts, key, as_of=none) -%}
    select facts.*
    from {{ facts }} as facts
    inner join
        (
            select
                {{ listed(key) }},
                max(release_month) as release_month
            from {{ facts }}
            {%- if as_of %}
            where release_month <= {{ newest_release_known(as_of) }}
            {%- endif %}
            group by {{ listed(key) }}
        ) as newest
        on
            {{ same('facts', 'newest', ['release_month'] + key) }}
{%- endmacro %}

{#-
    Those rows, and whether all that are equal in `kind` come from one release: rows of
    several do not add up, as each release revises. `part` is what they are parts by.
-#}
{% macro newest_balances(facts, kind, part, as_of=none) -%}
    {%- set of_kind = "over (partition by " ~ kind | join(", ") ~ ")" %}
    select
        newest_rows.*,
        cast(
            min(release_month) {{ of_kind }}
            = max(release_month) {{ of_kind }} as boolean
        ) as is_of_one_release
    from (
    {{ newest_release_rows(facts, kind + [part], as_of) }}
    ) as newest_rows
{%- endmacro %}

{#- The newest complete balances known: of each category, both flows from one release. -#}
{% macro trade_balances_as_of(as_of=none) -%}
    {{ newest_balances(
        ref('fct_trade_balances'),
        ['month', 'area_id', 'basis', 'price_basis', 'seasonal_adjustment', 'measure'],
        'category_id',
        as_of,
    ) }}
{%- endmacro %}

{#- The newest bilateral balances known: of each area, both flows from one release. -#}
{% macro bilateral_balances_as_of(as_of=none) -%}
    {{ newest_balances(
        ref('fct_bilateral_balances'),
        [
            'period_kind', 'period_start', 'period_end', 'category_id', 'basis',
            'seasonal_adjustment', 'measure',
        ],
        'area_id',
        as_of,
    ) }}
{%- endmacro %}

{#-
    Total, goods and services of a month side by side, all nine figures from the newest
    release known that holds them whole; where none does, from the newest that holds the
    total.
-#}
{% macro headline_trade_as_of(as_of=none) -%}
    {%- set sectors = ['goods_and_services', 'goods', 'services'] %}
    {%- set kind = ['month', 'basis', 'price_basis', 'seasonal_adjustment', 'release_month'] %}
    {%- set figures = [] %}
    {%- for side in ['exports', 'imports', 'balance'] %}
    {%- for sector in sectors %}
    {%- do figures.append((side ~ '_' ~ sector ~ '_musd', side ~ '_musd', sector)) %}
    {%- endfor %}
    {%- endfor %}
    select
        {{ listed(kind + ['is_whole', 'newest_total_release_month'], 'ranked') }},
        {{ listed(figures | map('first'), 'ranked') }}
    from (
        select
            releases.*,
            max(releases.release_month) over (
                partition by releases.month
            ) as newest_total_release_month,
            row_number() over (
                partition by releases.month
                order by releases.is_whole desc, releases.release_month desc
            ) as release_rank
        from (
            select
                {{ listed(kind, 'balances') }},
                cast(count(*) = {{ sectors | length }} as boolean) as is_whole,
                {%- for figure, amount, sector in figures %}
                cast(
                    max(
                        case
                            when balances.category_id = '{{ sector }}'
                                then balances.{{ amount }}
                        end
                    ) as decimal(18, 6)
                ) as {{ figure }}{{ "," if not loop.last }}
                {%- endfor %}
            from {{ ref('fct_trade_balances') }} as balances
            where
                balances.category_id in ('{{ sectors | join("', '") }}')
                and balances.area_id = 'world'
                and balances.basis = 'bop'
                and balances.price_basis = 'current'
                and balances.seasonal_adjustment = 'sa'
                and balances.measure = 'value'
                {%- if as_of %}
                and balances.release_month <= {{ newest_release_known(as_of) }}
                {%- endif %}
            group by {{ listed(kind, 'balances') }}
        ) as releases
        where releases.balance_goods_and_services_musd is not null
    ) as ranked
    where ranked.release_rank = 1
{%- endmacro %}

{#- The newest complete sums known: the parent and every child from one release. -#}
{% macro category_contributions_as_of(as_of=none) -%}
    {{ newest_release_rows(
        ref('fct_category_contributions'),
        ['month', 'compared_with', 'rollup_id', 'parent_series_id'],
        as_of,
    ) }}
{%- endmacro %}
