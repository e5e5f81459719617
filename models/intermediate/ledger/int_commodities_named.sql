-- The figures of exhibits 7 and 8 under the codes of their items: names are spelled
-- differently between releases, and one commodity is one series.
with commodity_figures as (
    select * from {{ ref('stg_ft900__exhibit_07_figures') }}
    union all
    select * from {{ ref('stg_ft900__exhibit_08_figures') }}
),

commodity_names as (
    select * from {{ ref('commodity_names') }}
),

final as (
    select
        commodity_figures.exhibit,
        commodity_figures.release_month,
        -- A name nobody reviewed keeps its figures; without a series they fail a test.
        coalesce(commodity_names.item, commodity_figures.item) as item,
        commodity_figures.price_basis,
        commodity_figures.row_kind,
        commodity_figures.period_start,
        commodity_figures.period_end,
        commodity_figures.value_musd,
        commodity_figures.source_row,
        commodity_figures.seed_row
    from commodity_figures
    left join commodity_names
        on
            commodity_figures.exhibit = commodity_names.exhibit
            and commodity_figures.item = commodity_names.printed_name
)

select * from final
