-- Crude oil of exhibit 17: the unit price is value over quantity, barrels a day are
-- barrels over days.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and is_first_in_exhibit and exhibit = '17'
),

compared as (
    select
        quotients.*,
        quantities.value as quantity,
        quantities.half_unit as quantity_half_unit,
        amounts.value as value_musd,
        amounts.half_unit as value_half_unit,
        {{ dbt.datediff(
            'quotients.period_start',
            dbt.dateadd('month', 1, 'quotients.period_end'),
            'day'
        ) }} as day_count
    from checked as quotients
    inner join checked as quantities
        on
            {{ same_series_but('quotients', 'quantities', ['measure']) }}
            and {{ same_release_and_period('quotients', 'quantities') }}
            and quantities.measure = 'quantity'
    inner join checked as amounts
        on
            {{ same_series_but('quotients', 'amounts', ['measure']) }}
            and {{ same_release_and_period('quotients', 'amounts') }}
            and amounts.measure = 'value'
    where quotients.measure in ('unit_price', 'quantity_per_day')
),

final as (
    select
        case measure
            when 'unit_price' then 'unit price is value over quantity'
            else 'barrels a day are barrels over days'
        end as identity_name,
        exhibit,
        cast(null as varchar) as counter_exhibit,
        block,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        value as expected_value,
        -- A million dollars over a thousand barrels is a thousand dollars a barrel.
        case measure
            when 'unit_price' then {{ quotient('1000 * value_musd', 'quantity') }}
            else {{ quotient('quantity', 'day_count') }}
        end as actual_value,
        -- What rounding of the quotient and of what it is made of can move it by.
        cast(
            half_unit + case measure
                when 'unit_price'
                    then
                        {{ quotient(
                            '1000 * value_half_unit', 'quantity - quantity_half_unit'
                        ) }}
                        + value
                        * (
                            {{ quotient(
                                'quantity_half_unit', 'quantity - quantity_half_unit'
                            ) }}
                        )
                else {{ quotient('quantity_half_unit', 'day_count') }}
            end as decimal(18, 7)
        ) as tolerance,
        source_row
    from compared
)

select * from final
