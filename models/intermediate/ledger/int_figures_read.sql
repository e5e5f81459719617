with figures_of_columns as (
    select * from {{ ref('stg_exhibits__figures_of_columns') }}
    -- Averages are no values: int_averages_checked has them.
    where row_kind <> 'three_month_average'
),

figures_of_items as (
    select * from {{ ref('int_items_named') }}
),

exhibit_figures as (
    select
        exhibit,
        'all' as block,
        release_month,
        item,
        price_basis,
        row_kind,
        period_start,
        period_end,
        value,
        source_row,
        seed_row
    from figures_of_columns
    union all
    select
        exhibit,
        block,
        release_month,
        item,
        price_basis,
        row_kind,
        period_start,
        period_end,
        value,
        source_row,
        seed_row
    from figures_of_items
),

release_totals as (
    select * from {{ ref('stg_history__release_totals_figures') }}
),

exhibits as (
    select * from {{ ref('exhibits') }}
),

exhibit_series as (
    select * from {{ ref('int_exhibit_series_listed') }}
),

-- "<Month> data as published last month" is the figure of the release before.
figures_of_exhibits as (
    select
        exhibit,
        block,
        item,
        price_basis,
        case
            when row_kind = 'as_published_last_month'
                then {{ months_before('release_month', 1) }}
            else release_month
        end as release_month,
        release_month as carried_by_release_month,
        row_kind = 'as_published_last_month' as is_as_published,
        case
            when row_kind = 'as_published_last_month' then 'month' else row_kind
        end as period_kind,
        period_start,
        period_end,
        value,
        'printed' as evidence,
        source_row,
        seed_row
    from exhibit_figures
),

figures_of_release_totals as (
    select
        exhibit,
        'all' as block,
        item,
        price_basis,
        release_month,
        release_month as carried_by_release_month,
        false as is_as_published,
        'month' as period_kind,
        month as period_start,
        month as period_end,
        value,
        evidence,
        cast(null as integer) as source_row,
        seed_row
    from release_totals
),

figures as (
    select * from figures_of_exhibits
    union all
    select * from figures_of_release_totals
),

final as (
    select
        figures.release_month,
        exhibit_series.series_id,
        figures.period_kind,
        figures.period_start,
        figures.period_end,
        -- Thousands become millions, exactly: decimals all the way.
        cast(
            cast(figures.value as decimal(28, 6))
            * coalesce(exhibit_series.multiplier, 1) as decimal(18, 6)
        ) as value,
        -- How far rounding may have moved it, in the unit of the series: what the
        -- exhibit usually prints, or less where the cell has more digits.
        cast(
            case
                when figures.value = 0 then exhibit_series.zero_half_unit
                else
                    least(
                        exhibit_series.half_unit,
                        exhibit_series.multiplier
                        * {{ half_of_last_digit('figures.value') }}
                    )
            end as decimal(18, 7)
        ) as half_unit,
        figures.evidence,
        figures.exhibit,
        figures.block,
        exhibits.precedence,
        figures.carried_by_release_month,
        figures.is_as_published,
        exhibits.seed,
        figures.seed_row,
        figures.source_row
    from figures
    inner join exhibits
        on figures.exhibit = exhibits.exhibit
    -- A left join: an item without a series must fail a test, not vanish.
    left join exhibit_series
        on
            figures.exhibit = exhibit_series.exhibit
            and figures.item = exhibit_series.item
            and figures.price_basis = exhibit_series.price_basis
)

select * from final
