-- The reviewed rows of exhibit_series; one in chained dollars stands for one of each
-- chain year.
with exhibit_series as (
    select * from {{ ref('exhibit_series') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

expanded as (
    select
        exhibit_series.*,
        coalesce(chain_years.price_basis, 'current') as expanded_basis
    from exhibit_series
    left join chain_years
        on exhibit_series.price_basis = 'chained'
    where exhibit_series.price_basis = 'current' or chain_years.price_basis is not null
),

final as (
    select
        exhibit,
        replace(block, price_basis, expanded_basis) as block,
        item,
        expanded_basis as price_basis,
        replace(series_id, price_basis, expanded_basis) as series_id,
        multiplier,
        half_unit,
        zero_half_unit
    from expanded
)

select * from final
