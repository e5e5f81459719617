-- What: every day of the months from the first to the last that the ledger has figures
-- of, once, with its month, year, quarter, month's name and fiscal year.
-- When it matters: BI tools take their time axis from here, and refuse one with gaps.
-- If it fails: mend dim_date, or the month of dim_month it takes its words from.
with days as (
    select * from {{ ref('dim_date') }}
),

held as (
    select
        min(period_start) as first_day,
        max({{ dbt.last_day('period_end', 'month') }}) as last_day,
        max({{ dbt.last_day('period_end', 'month') }}) - min(period_start) + 1
            as day_count
    from {{ ref('fct_trade_values') }}
)

select
    cast(days.date_day as varchar) as day_text,
    'another attribute' as what
from days
left join {{ ref('dim_month') }} as months
    on
        {{ dbt.date_trunc('month', 'days.date_day') }} = months.month
        and days.month = months.month
        and days.month_name = months.month_name
where
    months.month is null
    or days.year is distinct from extract(year from days.date_day)
    or days.quarter is distinct from extract(quarter from days.date_day)
    or days.month_of_year is distinct from extract(month from days.date_day)
    or days.is_month_start is distinct from (extract(day from days.date_day) = 1)
    or days.year_quarter is distinct from
    extract(year from days.date_day) || '-Q' || extract(quarter from days.date_day)
    -- The year of the day three months on.
    or days.fiscal_year is distinct from
    extract(year from {{ dbt.dateadd('month', 3, 'days.date_day') }})
union all
select
    cast(count(days.date_day) as varchar) as day_text,
    'number of days, from the first to the last' as what
from days
cross join held
group by held.first_day, held.last_day, held.day_count
having
    count(days.date_day) <> held.day_count
    or count(distinct days.date_day) <> held.day_count
    or min(days.date_day) <> held.first_day
    or max(days.date_day) <> held.last_day
union all
select
    'none' as day_text,
    'no days at all' as what
from held
where held.first_day is not null and (select count(*) from days) = 0
