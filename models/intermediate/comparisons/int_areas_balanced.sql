-- Exports, imports and balance side by side, for every partner area and for the world
-- that their shares are of. A flow that the release does not print stays null: some
-- releases have the world's imports without its exports, and services that are only
-- total less goods (exhibits 20 and 20a without 20b) are not printed.
with release_values as (
    select * from {{ ref('int_release_values') }}
    where
        category_id in ('goods', 'services', 'goods_and_services')
        and price_basis = 'current'
        and measure = 'value'
        and (evidence <> 'derived' or area_id = 'world')
),

-- States, and what their lists leave over, are no partners.
parts_of_the_country as (
    select item as area_id
    from {{ ref('items') }}
    group by item
    having max(case when scheme = 'states' then 0 else 1 end) = 0
),

areas as (
    select named.*
    from {{ ref('int_areas_named') }} as named
    left join parts_of_the_country
        on named.area_id = parts_of_the_country.area_id
    where
        parts_of_the_country.area_id is null
        and named.area_kind <> 'state'
),

pivoted as (
    select
        release_values.release_month,
        release_values.period_kind,
        release_values.period_start,
        release_values.period_end,
        release_values.category_id,
        release_values.area_id,
        areas.area_kind,
        release_values.basis,
        release_values.seasonal_adjustment,
        release_values.measure,
        max(release_values.value_musd) filter (
            where release_values.flow = 'exports'
        ) as exports_musd,
        max(release_values.value_musd) filter (
            where release_values.flow = 'imports'
        ) as imports_musd,
        max(release_values.value_musd) filter (
            where release_values.flow = 'balance'
            and release_values.evidence <> 'derived'
        ) as published_balance_musd
    from release_values
    inner join areas
        on release_values.area_id = areas.area_id
    where {{ is_usual_series('release_values') }}
    group by
        release_values.release_month,
        release_values.period_kind,
        release_values.period_start,
        release_values.period_end,
        release_values.category_id,
        release_values.area_id,
        areas.area_kind,
        release_values.basis,
        release_values.seasonal_adjustment,
        release_values.measure
),

final as (
    select
        *,
        -- The balance the release prints, which it rounded once, where it prints one.
        coalesce(published_balance_musd, exports_musd - imports_musd) as balance_musd,
        -- Countries are ranked, and only those that trade.
        area_kind = 'country'
        and (exports_musd <> 0 or imports_musd <> 0) as is_ranked,
        -- The period before, which only months and quarters have: a year and the year
        -- to date are compared with those of the year before.
        case period_kind
            when 'month' then {{ months_before('period_start', 1) }}
            when 'quarter' then {{ months_before('period_start', 3) }}
        end as period_before_start,
        {{ months_before('period_start', 12) }} as year_before_start,
        {{ months_before('period_end', 12) }} as year_before_end
    from pivoted
)

select * from final
