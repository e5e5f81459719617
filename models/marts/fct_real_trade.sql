with figures as (
    select * from {{ ref('int_real_figures_paired') }}
),

compared as (
    select
        figures.*,
        months_before.real_musd as previous_real_musd,
        months_before.nominal_musd as previous_nominal_musd,
        figures.nominal_musd - months_before.nominal_musd as nominal_change_musd,
        -- The volume more at the price before; the volume before at the price now.
        cast(
            figures.real_musd
            * ({{ quotient('months_before.nominal_musd', 'months_before.real_musd') }})
            - months_before.nominal_musd as decimal(18, 6)
        ) as volume_effect_musd,
        cast(
            nullif(months_before.real_musd, 0)
            * ({{ quotient('figures.nominal_musd', 'figures.real_musd') }})
            - months_before.nominal_musd as decimal(18, 6)
        ) as price_effect_musd,
        {{ quotient('100 * figures.nominal_musd', 'figures.real_musd') }}
            as price_index,
        {{ quotient('100 * months_before.nominal_musd', 'months_before.real_musd') }}
            as previous_price_index,
        -- More imports lower the balance.
        case figures.flow when 'imports' then -1 else 1 end as balance_sign
    from figures
    left join figures as months_before
        on
            figures.release_month = months_before.release_month
            and {{ months_before('figures.month', 1) }} = months_before.month
            and figures.flow = months_before.flow
            and figures.category_id = months_before.category_id
            and figures.price_basis = months_before.price_basis
),

split as (
    select
        *,
        nominal_change_musd - volume_effect_musd - price_effect_musd
            as interaction_musd
    from compared
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(month as date) as month,
        cast(flow as varchar) as flow,
        cast(category_id as varchar) as category_id,
        cast(price_basis as varchar) as price_basis,
        cast(is_chain_residual as boolean) as is_chain_residual,
        cast(nominal_musd as decimal(18, 6)) as nominal_musd,
        cast(real_musd as decimal(18, 6)) as real_musd,
        cast(price_index as decimal(18, 6)) as implicit_price_index,
        cast(nominal_change_musd as decimal(18, 6)) as nominal_month_change_musd,
        cast(
            {{ percent_change('nominal_musd', 'previous_nominal_musd') }}
            as decimal(18, 6)
        ) as nominal_month_change_pct,
        cast(
            real_musd - previous_real_musd as decimal(18, 6)
        ) as real_month_change_musd,
        cast(
            {{ percent_change('real_musd', 'previous_real_musd') }} as decimal(18, 6)
        ) as real_month_change_pct,
        cast(
            {{ percent_change('price_index', 'previous_price_index') }}
            as decimal(18, 6)
        ) as price_month_change_pct,
        cast(volume_effect_musd as decimal(18, 6)) as volume_effect_musd,
        cast(price_effect_musd as decimal(18, 6)) as price_effect_musd,
        cast(interaction_musd as decimal(18, 6)) as interaction_musd,
        cast(
            balance_sign * nominal_change_musd as decimal(18, 6)
        ) as balance_nominal_change_musd,
        cast(
            balance_sign * volume_effect_musd as decimal(18, 6)
        ) as balance_volume_effect_musd,
        cast(
            balance_sign * price_effect_musd as decimal(18, 6)
        ) as balance_price_effect_musd,
        cast(
            balance_sign * interaction_musd as decimal(18, 6)
        ) as balance_interaction_musd
    from split
)

select * from final
