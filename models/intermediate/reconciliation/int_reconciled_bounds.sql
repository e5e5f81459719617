-- Figures that are parts of others which nothing else makes up: the months that are
-- printed of a year to date, and the customs value within the c.i.f. value. The part is
-- compared by how far it is above the whole; below it, it is what it should be.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where
        is_listed
        and is_first_in_exhibit
        and not is_as_published
        and exhibit <> 'bop_totals_vintages'
),

areas as (
    select * from {{ ref('areas') }}
),

spans as (
    select
        *,
        {{ month_number('period_end') }} - {{ month_number('period_start') }} + 1
            as month_count
    from checked
    where
        period_kind in ('year', 'year_to_date')
        and flow in ('exports', 'imports')
        -- A small country can take back more than it traded.
        and area_id = 'world'
        -- Adjustments have either sign; prices and barrels a day are means.
        and category_id not in ('net_adjustments', 'timing_adjustments')
        and measure not in ('unit_price', 'quantity_per_day')
),

months_of_spans as (
    select
        'months are no more than their year to date' as identity_name,
        {{ figure_columns('spans') }},
        spans.value as whole_value,
        case when count(months.value) = count(*) then sum(months.value) end
            as part_value,
        sum(months.half_unit) + max(spans.half_unit) as tolerance
    from spans
    inner join checked as months
        on
            months.period_kind = 'month'
            and spans.exhibit = months.exhibit
            and spans.carried_by_release_month = months.carried_by_release_month
            and spans.release_month = months.release_month
            and spans.series_id = months.series_id
            and months.period_start between spans.period_start and spans.period_end
    group by
        {{ figure_columns('spans') }},
        spans.month_count,
        spans.value
    -- All of its months make the year to date: int_reconciled_periods.
    having count(*) < spans.month_count
),

customs_values as (
    select
        'customs value is no more than c.i.f. value' as identity_name,
        {{ figure_columns('freighted') }},
        freighted.value as whole_value,
        customs.value as part_value,
        freighted.half_unit + customs.half_unit as tolerance
    from checked as freighted
    inner join checked as customs
        on
            {{ same_series_but('freighted', 'customs', []) }}
            and {{ same_release_and_period('freighted', 'customs') }}
            and freighted.exhibit = customs.exhibit
            and freighted.carried_by_release_month = customs.carried_by_release_month
            and customs.valuation = 'customs'
    inner join areas
        on freighted.area_id = areas.area_id
    where
        freighted.flow = 'imports'
        and freighted.valuation = 'cif'
        and areas.area_kind <> 'adjustment'
        -- What is taken back is taken back with its freight.
        and customs.value >= 0
),

bounds as (
    select * from months_of_spans
    union all
    select * from customs_values
),

final as (
    select
        identity_name,
        {{ figure_columns() }},
        cast(null as varchar) as counter_exhibit,
        whole_value as expected_value,
        case
            when part_value > whole_value then part_value
            when part_value is not null then whole_value
        end as actual_value,
        cast(tolerance as decimal(18, 7)) as tolerance
    from bounds
)

select * from final
