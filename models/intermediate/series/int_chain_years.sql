-- The chain years in use: those that a release is held in, and those that a figure of
-- the page asks for. Another one needs no reviewed row: its series are those of any
-- other.
with coverage as (
    select * from {{ ref('release_coverage') }}
),

figure_inputs as (
    select * from {{ ref('figure_inputs') }}
),

labels as (
    select block as series_label from coverage
    union all
    select series_id as series_label from figure_inputs
),

placed as (
    select
        series_label,
        {{ dbt.position("'chained_'", "series_label") }} as place
    from labels
),

final as (
    select substring(series_label, place) as price_basis
    from placed
    where place > 0
    group by substring(series_label, place)
)

select * from final
