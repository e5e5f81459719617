with months as (
    {{
        dbt.date_spine(
            datepart="month",
            start_date="cast('1960-01-01' as date)",
            end_date="cast('2041-01-01' as date)"
        )
    }}
),

dated as (
    select
        cast(date_month as date) as month,
        extract(year from date_month) as year_number,
        extract(quarter from date_month) as quarter_of_year,
        extract(month from date_month) as month_of_year
    from months
),

final as (
    select
        *,
        case month_of_year
            when 1 then 'January'
            when 2 then 'February'
            when 3 then 'March'
            when 4 then 'April'
            when 5 then 'May'
            when 6 then 'June'
            when 7 then 'July'
            when 8 then 'August'
            when 9 then 'September'
            when 10 then 'October'
            when 11 then 'November'
            when 12 then 'December'
        end as month_name
    from dated
)

select * from final
