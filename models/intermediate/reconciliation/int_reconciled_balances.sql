-- A published balance against published exports less imports, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where exhibit <> 'bop_totals_vintages'
),

final as (
    select
        'balance is exports less imports' as identity,
        balances.exhibit,
        balances.carried_by_release_month,
        balances.release_month,
        balances.series_id,
        balances.period_kind,
        balances.period_start,
        balances.period_end,
        balances.value_musd as expected_musd,
        exports.value_musd - imports.value_musd as actual_musd,
        -- Two addends and their balance, each rounded to the million on its own.
        cast(1.5 as decimal(18, 6)) as tolerance_musd,
        balances.source_row
    from checked as balances
    {%- for flow in ['exports', 'imports'] %}
    inner join checked as {{ flow }}
        on
            {{ flow }}.flow = '{{ flow }}'
            and balances.exhibit = {{ flow }}.exhibit
            and balances.carried_by_release_month = {{ flow }}.carried_by_release_month
            and balances.is_as_published = {{ flow }}.is_as_published
            and balances.category_id = {{ flow }}.category_id
            and balances.area_id = {{ flow }}.area_id
            and balances.basis = {{ flow }}.basis
            and balances.price_basis = {{ flow }}.price_basis
            and balances.seasonal_adjustment = {{ flow }}.seasonal_adjustment
            and balances.period_kind = {{ flow }}.period_kind
            and balances.period_start = {{ flow }}.period_start
            and balances.period_end = {{ flow }}.period_end
    {%- endfor %}
    where balances.flow = 'balance'
)

select * from final
