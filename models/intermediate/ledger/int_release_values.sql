with series as (
    select * from {{ ref('int_series_listed') }}
),

printed_values as (
    select
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        value as value_musd,
        half_unit,
        evidence
    from {{ ref('int_figures_printed') }}
    where is_preferred
),

-- Which series give which, met once on the few series and not on the many values.
services_of_totals as (
    select
        totals.series_id as totals_series_id,
        goods.series_id as goods_series_id,
        services.series_id
    from series as totals
    inner join series as goods
        on {{ same_series_but('totals', 'goods', ['category_id']) }}
    inner join series as services
        on {{ same_series_but('totals', 'services', ['category_id']) }}
    where
        totals.category_id = 'goods_and_services'
        and goods.category_id = 'goods'
        and services.category_id = 'services'
        and totals.flow in ('exports', 'imports')
),

balances_of_flows as (
    select
        exports.series_id as exports_series_id,
        imports.series_id as imports_series_id,
        balances.series_id
    from series as balances
    inner join series as exports
        on {{ is_side_of_balance('balances', 'exports') }}
    inner join series as imports
        on {{ is_side_of_balance('balances', 'imports') }}
    where balances.flow = 'balance'
),

-- Services where the release prints totals and goods only; then balances where it has
-- exports and imports only.
{%- for known, pairs, whole, part, all_known in [
    ('printed_values', 'services_of_totals', 'totals', 'goods', 'flow_values'),
    ('flow_values', 'balances_of_flows', 'exports', 'imports', 'all_values'),
] %}
{{ all_known }} as (
    select * from {{ known }}
    union all
    select
        {{ whole }}.release_month,
        {{ pairs }}.series_id,
        {{ whole }}.period_kind,
        {{ whole }}.period_start,
        {{ whole }}.period_end,
        cast(
            {{ whole }}.value_musd - {{ part }}.value_musd as decimal(18, 6)
        ) as value_musd,
        cast(
            {{ whole }}.half_unit + {{ part }}.half_unit as decimal(18, 7)
        ) as half_unit,
        'derived' as evidence
    from {{ pairs }}
    inner join {{ known }} as {{ whole }}
        on {{ pairs }}.{{ whole }}_series_id = {{ whole }}.series_id
    inner join {{ known }} as {{ part }}
        on
            {{ pairs }}.{{ part }}_series_id = {{ part }}.series_id
            and {{ same_release_and_period(whole, part) }}
    left join printed_values as printed
        on
            {{ pairs }}.series_id = printed.series_id
            and {{ same_release_and_period(whole, 'printed') }}
    where printed.series_id is null
),

{% endfor -%}
final as (
    select
        all_values.*,
        {{ all_series_columns('series') }}
    from all_values
    inner join series
        on all_values.series_id = series.series_id
    -- Barrels and dollars a barrel stay in the ledger; here are millions of dollars.
    where series.measure in {{ dollar_measures() }}
)

select * from final
