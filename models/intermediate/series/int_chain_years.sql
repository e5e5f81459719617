-- The chain years in use: those that a release is held in, and those that a figure of the
-- page asks for. Another one needs no reviewed row: its series are those of any other.
with coverage as (
    select * from {{ ref('release_coverage') }}
),

figure_inputs as (
    select * from {{ ref('figure_inputs') }}
),

names as (
    select block as name from coverage
    union all
    select series_id as name from figure_inputs
),

placed as (
    select
        name,
        {{ dbt.position("'chained_'", "name") }} as place
    from names
),

final as (
    select substring(name, place) as price_basis
    from placed
    where place > 0
    group by substring(name, place)
)

select * from final
