with figures_of_columns as (
    select
        *,
        'printed' as evidence
    from {{ ref('stg_exhibits__figures_of_columns') }}
    -- Averages are no values: int_averages_checked has them.
    where row_kind <> 'three_month_average'
),

figures_of_items as (
    select
        *,
        'printed' as evidence
    from {{ ref('int_items_named') }}
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

figures as (
    {%- for source in ['figures_of_columns', 'figures_of_items', 'release_totals'] %}
    select
        exhibit,
        block,
        release_month,
        item,
        price_basis,
        row_kind,
        row_kind = 'as_published_last_month' as is_as_published,
        period_start,
        period_end,
        value,
        evidence,
        source_row,
        seed_row
    from {{ source }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

final as (
    select
        -- "<Month> data as published last month" is the figure of the release before.
        case
            when figures.is_as_published
                then {{ months_before('figures.release_month', 1) }}
            else figures.release_month
        end as release_month,
        exhibit_series.series_id,
        case when figures.is_as_published then 'month' else figures.row_kind end
            as period_kind,
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
        figures.release_month as carried_by_release_month,
        figures.is_as_published,
        exhibits.seed,
        figures.seed_row,
        figures.source_row
    from figures
    inner join exhibits
        on figures.exhibit = exhibits.exhibit
    -- A left join: an item without a series must fail a test, not vanish.
    left join exhibit_series
        on {{ same('figures', 'exhibit_series', ['exhibit', 'item', 'price_basis']) }}
)

select * from final
