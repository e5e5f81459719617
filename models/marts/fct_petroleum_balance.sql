{%- set as_printed = [
    'petroleum_exports_sa_musd',
    'petroleum_imports_sa_musd',
    'petroleum_balance_sa_musd',
    'nonpetroleum_exports_sa_musd',
    'nonpetroleum_imports_sa_musd',
    'nonpetroleum_balance_sa_musd',
    'real_petroleum_exports_sa_musd',
    'real_petroleum_imports_sa_musd',
    'real_petroleum_balance_sa_musd',
    'real_nonpetroleum_exports_sa_musd',
    'real_nonpetroleum_imports_sa_musd',
    'real_nonpetroleum_balance_sa_musd',
    'energy_petroleum_exports_nsa_musd',
    'energy_petroleum_exports_nsa_thousand_barrels',
    'energy_petroleum_imports_nsa_musd',
    'energy_petroleum_imports_nsa_thousand_barrels',
    'crude_exports_nsa_musd',
    'crude_exports_nsa_thousand_barrels',
    'crude_exports_nsa_thousand_barrels_per_day',
    'crude_exports_nsa_usd_per_barrel',
    'crude_imports_nsa_musd',
    'crude_imports_nsa_thousand_barrels',
    'crude_imports_nsa_thousand_barrels_per_day',
    'crude_imports_nsa_usd_per_barrel',
] %}
with figures as (
    select * from {{ ref('int_petroleum_figures_pivoted') }}
),

compared as (
    select
        figures.*,
        figures.crude_imports_nsa_musd
        - months_before.crude_imports_nsa_musd as value_change_musd,
        -- The barrels more, at what a barrel cost the month before; and the barrels of
        -- the month before, at what each costs more. What a barrel costs is value over
        -- quantity: the printed unit price is rounded to the cent.
        cast(
            figures.crude_imports_nsa_thousand_barrels
            * (
                {{ quotient(
                    'months_before.crude_imports_nsa_musd',
                    'months_before.crude_imports_nsa_thousand_barrels'
                ) }}
            )
            - months_before.crude_imports_nsa_musd as decimal(18, 6)
        ) as quantity_effect_musd,
        cast(
            nullif(months_before.crude_imports_nsa_thousand_barrels, 0)
            * (
                {{ quotient(
                    'figures.crude_imports_nsa_musd',
                    'figures.crude_imports_nsa_thousand_barrels'
                ) }}
            )
            - months_before.crude_imports_nsa_musd as decimal(18, 6)
        ) as price_effect_musd
    from figures
    left join figures as months_before
        on
            figures.period_kind = 'month'
            and months_before.period_kind = 'month'
            and figures.release_month = months_before.release_month
            and {{ months_before('figures.period_start', 1) }}
            = months_before.period_start
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(period_kind as varchar) as period_kind,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        cast(real_price_basis as varchar) as real_price_basis,
        {%- for column in as_printed %}
        cast({{ column }} as decimal(18, 6)) as {{ column }},
        {%- endfor %}
        cast(
            energy_petroleum_exports_nsa_musd - energy_petroleum_imports_nsa_musd
            as decimal(18, 6)
        ) as energy_petroleum_balance_nsa_musd,
        cast(
            crude_exports_nsa_musd - crude_imports_nsa_musd as decimal(18, 6)
        ) as crude_balance_nsa_musd,
        cast(
            value_change_musd as decimal(18, 6)
        ) as crude_imports_nsa_month_change_musd,
        cast(
            price_effect_musd as decimal(18, 6)
        ) as crude_imports_nsa_price_effect_musd,
        cast(
            quantity_effect_musd as decimal(18, 6)
        ) as crude_imports_nsa_quantity_effect_musd,
        -- The barrels more at what each costs more, which belong to neither.
        cast(
            value_change_musd - price_effect_musd - quantity_effect_musd
            as decimal(18, 6)
        ) as crude_imports_nsa_interaction_musd
    from compared
)

select * from final
