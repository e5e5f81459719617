-- What a sentence calls a month, the month and the year before, and the months that the
-- year to date is compared with.
with months as (
    select * from {{ ref('int_months_listed') }}
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
        end || cast(months.year_number - 1 as varchar) as year_base
    from months
    inner join months as prior_months
        on {{ months_before('months.month', 1) }} = prior_months.month
)

select * from final
