with monthly_values as (
    select * from {{ ref('int_release_values') }}
    where period_kind = 'month' and measure = 'value'
),

-- What the agencies' balances are of.
release_values as (
    select * from monthly_values
    where {{ is_usual_series('monthly_values') }}
),

pivoted as (
    select
        release_month,
        period_start as month,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure,
        max(value_musd) filter (where flow = 'exports') as exports_musd,
        max(value_musd) filter (where flow = 'imports') as imports_musd,
        max(value_musd) filter (
            where flow = 'balance' and evidence <> 'derived'
        ) as published_balance_musd,
        max(
            case evidence
                when 'printed' then 1
                when 'quoted' then 2
                when 'inferred' then 3
                else 4
            end
        ) filter (where flow <> 'balance') as weakest_evidence
    from release_values
    group by
        release_month,
        period_start,
        category_id,
        area_id,
        basis,
        price_basis,
        seasonal_adjustment,
        measure
),

balanced as (
    select
        *,
        exports_musd - imports_musd as derived_balance_musd
    from pivoted
    where exports_musd is not null and imports_musd is not null
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(month as date) as month,
        cast(category_id as varchar) as category_id,
        cast(area_id as varchar) as area_id,
        cast(basis as varchar) as basis,
        cast(price_basis as varchar) as price_basis,
        cast(seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(measure as varchar) as measure,
        cast(exports_musd as decimal(18, 6)) as exports_musd,
        cast(imports_musd as decimal(18, 6)) as imports_musd,
        -- The balance the release prints, which it rounded once, where it prints one.
        cast(
            coalesce(published_balance_musd, derived_balance_musd) as decimal(18, 6)
        ) as balance_musd,
        cast(
            published_balance_musd is not null as boolean
        ) as is_balance_published,
        cast(
            coalesce(published_balance_musd, derived_balance_musd)
            - derived_balance_musd as decimal(18, 6)
        ) as rounding_musd,
        cast(
            case weakest_evidence
                when 1 then 'printed'
                when 2 then 'quoted'
                when 3 then 'inferred'
                else 'derived'
            end as varchar
        ) as evidence
    from balanced
)

select * from final
