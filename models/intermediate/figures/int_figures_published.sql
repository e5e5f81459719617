-- Figures as the texts of releases print them, under the names of the figures we
-- compute.
with headline_figures as (
    select * from {{ ref('stg_control__published_figures') }}
),

-- Of the releases that anything else is held of.
text_figures as (
    select printed.*
    from {{ ref('printed_text_figures') }} as printed
    inner join {{ ref('releases') }} as releases
        on printed.release_month = releases.release_month
),

category_changes as (
    select * from {{ ref('stg_control__published_category_changes') }}
),

category_aliases as (
    select * from {{ ref('category_aliases') }}
    where source = 'page'
),

final as (
    select
        release_month,
        figure,
        unit,
        printed_value,
        source,
        cast(null as integer) as order_on_page,
        'seeds/control/published_figures.csv' as seed,
        seed_row
    from headline_figures
    union all
    select
        release_month,
        figure,
        unit,
        printed_value,
        'release text' as source,
        cast(null as integer) as order_on_page,
        'seeds/control/printed_text_figures.csv' as seed,
        'release_month=' || cast(release_month as varchar) || ';figure=' || figure
        || ';column=printed_value' as seed_row
    from text_figures
    union all
    select
        category_changes.release_month,
        category_changes.flow || '_' || category_aliases.category_id || '_change'
            as figure,
        'usd_billions' as unit,
        category_changes.printed_value,
        'mission page' as source,
        category_changes.order_on_page,
        'seeds/control/published_category_changes.csv' as seed,
        category_changes.seed_row
    from category_changes
    -- A left join: a category without a code must fail a test, not vanish.
    left join category_aliases
        on category_changes.printed_name = category_aliases.printed_name
)

select * from final
