with facts as (
    select * from {{ ref('fct_trade_balances') }}
),

newest as (
    select
        month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure,
        max(release_month) as release_month
    from facts
    group by
        month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure
),

final as (
    select facts.*
    from facts
    inner join newest
        on
            facts.release_month = newest.release_month
            and facts.month = newest.month
            and facts.category_id = newest.category_id
            and facts.area_id = newest.area_id
            and facts.basis = newest.basis
            and facts.price_basis = newest.price_basis
            and facts.seasonal_adjustment = newest.seasonal_adjustment
            and facts.measure = newest.measure
)

select * from final
