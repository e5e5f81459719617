-- A published balance against published exports less imports, within one exhibit.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and exhibit <> 'bop_totals_vintages'
),

final as (
    select
        'balance is exports less imports' as identity_name,
        {{ figure_columns('balances') }},
        cast(null as varchar) as counter_exhibit,
        balances.value as expected_value,
        exports.value - imports.value as actual_value,
        -- Two addends and their balance, each rounded on its own.
        balances.half_unit + exports.half_unit + imports.half_unit as tolerance
    from checked as balances
    inner join checked as exports
        on
            {{ is_side_of_balance('balances', 'exports') }}
            and {{ same_release_and_period('balances', 'exports') }}
            and balances.exhibit = exports.exhibit
            and balances.carried_by_release_month = exports.carried_by_release_month
            and balances.is_as_published = exports.is_as_published
    inner join checked as imports
        on
            {{ is_side_of_balance('balances', 'imports') }}
            and {{ same_release_and_period('balances', 'imports') }}
            and balances.exhibit = imports.exhibit
            and balances.carried_by_release_month = imports.carried_by_release_month
            and balances.is_as_published = imports.is_as_published
    where balances.flow = 'balance'
)

select * from final
