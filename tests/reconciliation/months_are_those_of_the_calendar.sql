-- What: every month from 1960 on once, with its year, quarter, number and name.
-- When it matters: pages and charts take their words from here.
-- If it fails: mend dim_month.
with months as (
    select
        month,
        year_number,
        quarter_of_year,
        month_of_year,
        month_name,
        cast(month as varchar) as day_text
    from {{ ref('dim_month') }}
),

calendar as (
    select
        named.month_of_year,
        named.quarter_of_year,
        named.digits,
        named.month_name
    from (
        values
        (1, 1, '01', 'January'),
        (2, 1, '02', 'February'),
        (3, 1, '03', 'March'),
        (4, 2, '04', 'April'),
        (5, 2, '05', 'May'),
        (6, 2, '06', 'June'),
        (7, 3, '07', 'July'),
        (8, 3, '08', 'August'),
        (9, 3, '09', 'September'),
        (10, 4, '10', 'October'),
        (11, 4, '11', 'November'),
        (12, 4, '12', 'December')
    ) as named (month_of_year, quarter_of_year, digits, month_name)
)

select
    months.day_text,
    months.month_name
from months
left join calendar
    on
        months.day_text
        = cast(months.year_number as varchar) || '-' || calendar.digits || '-01'
        and months.month_of_year = calendar.month_of_year
        and months.quarter_of_year = calendar.quarter_of_year
        and months.month_name = calendar.month_name
where calendar.month_name is null
union all
-- 81 years of months, from the first one that any history has.
select
    cast(count(*) as varchar) || ' months from ' || min(months.day_text) as day_text,
    'all' as month_name
from months
having count(*) <> 81 * 12 or min(months.day_text) <> '1960-01-01'
