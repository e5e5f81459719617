-- The countries of a table against the world, in years. In months and quarters they are
-- adjusted one by one, and are not held to their sum.
with years as (
    select * from {{ ref('int_years_summed') }}
),

tables_of_countries as (
    select * from {{ ref('identity_exhibits') }}
    where identity_name = 'countries add to the world in a year'
),

parts_of_the_world as (
    select item as area_id
    from {{ ref('items') }}
    where scheme = 'selected_areas' and part_of = 'world'
    group by item
),

worlds as (
    select
        *,
        row_number() over (
            partition by release_month, series_id, period_end order by precedence
        ) as source_rank
    from years
    where area_id = 'world'
),

final as (
    select
        tables_of_countries.identity_name,
        countries.exhibit,
        max(worlds.exhibit) as counter_exhibit,
        'all' as block,
        countries.carried_by_release_month,
        countries.release_month,
        worlds.series_id,
        worlds.period_kind,
        worlds.period_start,
        worlds.period_end,
        worlds.value as expected_value,
        case when count(countries.value) = count(*) then sum(countries.value) end
            as actual_value,
        cast(sum(countries.half_units) + max(worlds.half_units) as decimal(18, 7))
            as tolerance,
        cast(null as integer) as source_row
    from worlds
    inner join years as countries
        on
            {{ same_series_but('worlds', 'countries', ['area_id']) }}
            and worlds.valuation = countries.valuation
            and worlds.export_kind = countries.export_kind
            and {{ same_release_and_period('worlds', 'countries') }}
    inner join tables_of_countries
        on countries.exhibit = tables_of_countries.exhibit
    inner join parts_of_the_world
        on countries.area_id = parts_of_the_world.area_id
    where worlds.source_rank = 1
    group by
        tables_of_countries.identity_name,
        countries.exhibit,
        countries.carried_by_release_month,
        countries.release_month,
        worlds.series_id,
        worlds.period_kind,
        worlds.period_start,
        worlds.period_end,
        worlds.value
)

select * from final
