-- Every chained figure of goods by month, beside the nominal one that the same release
-- prints of the same thing. A balance has no price, and is left out.
with monthly_values as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and flow in ('exports', 'imports')
        and area_id = 'world'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
        and valuation in ('fas', 'customs')
        and export_kind in ('total', 'not_applicable')
),

final as (
    select
        real_values.release_month,
        real_values.period_start as month,
        real_values.flow,
        real_values.category_id,
        real_values.price_basis,
        real_values.value_musd as real_musd,
        nominal_values.value_musd as nominal_musd,
        cast(
            -- What the parts miss of the chained total is no good and has no price.
            real_values.category_id in ('end_use_residual', 'petroleum_residual')
            as boolean
        ) as is_chain_residual
    from monthly_values as real_values
    left join monthly_values as nominal_values
        on
            {{ same_release_and_period('real_values', 'nominal_values') }}
            and real_values.flow = nominal_values.flow
            and real_values.category_id = nominal_values.category_id
            and nominal_values.price_basis = 'current'
    where real_values.price_basis <> 'current'
)

select * from final
