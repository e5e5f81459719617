with months as (
    select * from {{ ref('dim_month') }}
),

-- 31 numbers, of which a shorter month takes its own.
days_of_a_month as (
    {{ numbers_up_to(31) }}
),

held as (
    select
        min(period_start) as first_month,
        max(period_end) as last_month
    from {{ ref('fct_trade_values') }}
),

days as (
    select
        months.*,
        cast(
            {{ dbt.dateadd(
                "day", "days_of_a_month.generated_number - 1", "months.month"
            ) }} as date
        ) as day_of_month
    from held
    inner join months
        on months.month between held.first_month and held.last_month
    cross join days_of_a_month
),

final as (
    select
        cast(day_of_month as date) as date_day,
        cast(month as date) as month,
        cast(day_of_month = month as boolean) as is_month_start,
        cast(year_number as integer) as year,
        cast(quarter_of_year as integer) as quarter,
        cast(
            cast(year_number as varchar) || '-Q' || cast(quarter_of_year as varchar)
            as varchar
        ) as year_quarter,
        cast(month_of_year as integer) as month_of_year,
        cast(month_name as varchar) as month_name,
        -- That of the U.S. government, named by the year in which it ends.
        cast(
            case when month_of_year >= 10 then year_number + 1 else year_number end
            as integer
        ) as fiscal_year
    from days
    where extract(month from day_of_month) = month_of_year
)

select * from final
