-- The countries of exhibits 20, 20a and 20b against the world of exhibit 1, in years.
-- In quarters they are adjusted one by one, and are not held to their sum.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and period_kind = 'year'
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
            partition by
                release_month, series_id, period_kind, period_start, period_end
            order by precedence
        ) as source_rank
    from checked
    where area_id = 'world'
),

final as (
    select
        'countries add to the world in a year' as identity_name,
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
        cast(sum(countries.half_unit) + max(worlds.half_unit) as decimal(18, 7))
            as tolerance,
        cast(null as integer) as source_row
    from worlds
    inner join checked as countries
        on
            {{ same_series_but('worlds', 'countries', ['area_id']) }}
            and {{ same_release_and_period('worlds', 'countries') }}
    inner join parts_of_the_world
        on countries.area_id = parts_of_the_world.area_id
    where worlds.source_rank = 1 and countries.family = '20'
    group by
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
