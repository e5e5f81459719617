-- The reviewed rows of exhibit_series; one in chained dollars stands for one of each
-- chain year.
with exhibit_series as (
    select * from {{ ref('exhibit_series') }}
),

chain_years as (
    select * from {{ ref('int_chain_years') }}
),

final as (
    select
        exhibit,
        block,
        item,
        price_basis,
        series_id,
        multiplier,
        half_unit,
        zero_half_unit
    from exhibit_series
    where price_basis = 'current'
    union all
    select
        exhibit_series.exhibit,
        replace(exhibit_series.block, 'chained', chain_years.price_basis) as block,
        exhibit_series.item,
        chain_years.price_basis,
        replace(exhibit_series.series_id, 'chained', chain_years.price_basis)
            as series_id,
        exhibit_series.multiplier,
        exhibit_series.half_unit,
        exhibit_series.zero_half_unit
    from exhibit_series
    inner join chain_years
        on exhibit_series.price_basis = 'chained'
)

select * from final
