with months as (
    select * from {{ ref('int_months_listed') }}
),

final as (
    select
        cast(month as date) as month,
        cast(year_number as integer) as year_number,
        cast(quarter_of_year as integer) as quarter_of_year,
        cast(month_of_year as integer) as month_of_year,
        cast(month_name as varchar) as month_name
    from months
)

select * from final
