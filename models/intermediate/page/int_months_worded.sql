-- What a sentence calls a month, the month and the year before, and the months that the
-- year to date is compared with; and of the month's release the year that its chained
-- dollars are of.
with months as (
    select * from {{ ref('int_months_listed') }}
),

chain_years as (
    select
        computed.release_month,
        max(right(inputs.series_id, 4)) as chain_year
    from {{ ref('int_figures_computed') }} as computed
    inner join {{ ref('int_figure_inputs_listed') }} as inputs
        on {{ same('computed', 'inputs', ['release_month', 'figure', 'variant']) }}
    where computed.figure = 'real_goods_deficit_change'
    group by computed.release_month
),

final as (
    select
        months.month,
        months.month_name,
        prior_months.month_name as prior_month_name,
        cast(months.year_number as varchar) as year_name,
        cast(months.year_number - 1 as varchar) as prior_year_name,
        case months.month_of_year
            when 1 then 'Year-over-year'
            when 12 then 'For ' || cast(months.year_number as varchar)
            else 'Year-to-date'
        end as year_opening,
        case months.month_of_year
            when 1 then 'January '
            when 12 then ''
            else 'the same period in '
        end || cast(months.year_number - 1 as varchar) as year_base,
        coalesce(chain_years.chain_year || ' ', '') as chain_year
    from months
    inner join months as prior_months
        on {{ months_before('months.month', 1) }} = prior_months.month
    left join chain_years
        on months.month = chain_years.release_month
)

select * from final
