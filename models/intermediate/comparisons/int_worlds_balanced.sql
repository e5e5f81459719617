-- The world that partners have shares of: as printed, else as the sum of its months,
-- in periods of which the release prints partners and, of the world, all months.
with balances as (
    select * from {{ ref('int_areas_balanced') }}
),

worlds as (
    select * from balances
    where area_id = 'world'
),

longer_periods as (
    select distinct
        release_month,
        period_kind,
        period_start,
        period_end,
        {{ month_number('period_end') }} - {{ month_number('period_start') }} + 1
            as month_count
    from balances
    where period_kind <> 'month'
),

summed as (
    select
        {%- for side in ['exports', 'imports', 'balance'] %}
        case
            when count(months.{{ side }}_musd) = max(periods.month_count)
                then cast(sum(months.{{ side }}_musd) as decimal(18, 6))
        end as {{ side }}_musd,
        {%- endfor %}
        periods.period_kind,
        periods.period_start,
        periods.period_end,
        months.release_month,
        months.category_id,
        months.basis,
        months.seasonal_adjustment,
        months.measure
    from longer_periods as periods
    inner join worlds as months
        on
            periods.release_month = months.release_month
            and months.period_start between periods.period_start and periods.period_end
    where months.period_kind = 'month'
    group by
        periods.period_kind,
        periods.period_start,
        periods.period_end,
        months.release_month,
        months.category_id,
        months.basis,
        months.seasonal_adjustment,
        months.measure
),

final as (
    select
        release_month,
        period_kind,
        period_start,
        period_end,
        category_id,
        basis,
        seasonal_adjustment,
        measure,
        exports_musd,
        imports_musd,
        balance_musd
    from worlds
    union all
    select
        summed.release_month,
        summed.period_kind,
        summed.period_start,
        summed.period_end,
        summed.category_id,
        summed.basis,
        summed.seasonal_adjustment,
        summed.measure,
        summed.exports_musd,
        summed.imports_musd,
        summed.balance_musd
    from summed
    left join worlds
        on
            {{ same_balance_but_area('summed', 'worlds') }}
            and {{ same_release_and_period('summed', 'worlds') }}
    where worlds.release_month is null
)

select * from final
