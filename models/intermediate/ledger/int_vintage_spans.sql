with vintages as (
    select * from {{ ref('stg_history__bop_totals_vintages') }}
),

releases as (
    select * from {{ ref('releases') }}
),

exhibits as (
    select * from {{ ref('exhibits') }}
),

exhibit_series as (
    select * from {{ ref('int_exhibit_series_listed') }}
),

final as (
    select
        exhibit_series.series_id,
        vintages.month,
        opening_releases.release_month as valid_from_release,
        closing_releases.release_month as valid_to_release,
        vintages.value,
        exhibit_series.half_unit,
        exhibits.exhibit,
        exhibits.precedence,
        exhibits.seed,
        vintages.seed_row
    from vintages
    inner join exhibit_series
        on
            vintages.item = exhibit_series.item
            and exhibit_series.exhibit = 'bop_totals_vintages'
    inner join exhibits
        on exhibit_series.exhibit = exhibits.exhibit
    -- Left joins: a snapshot without a release must fail a test, not vanish.
    left join releases as opening_releases
        on vintages.first_seen = opening_releases.vintage_first_seen
    left join releases as closing_releases
        on vintages.superseded = closing_releases.vintage_first_seen
)

select * from final
