-- A missing month leaves a null, never a sum or mean over a gap.
with release_values as (
    select
        release_month,
        series_id,
        evidence,
        value_musd,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

final as (
    select
        *,
        case
            when lag(month_number, 2) over series_months = month_number - 2
                then {{ decimal_mean('sum(value_musd) over last_3', 3) }}
        end as avg3_musd,
        case
            when lag(month_number, 11) over series_months = month_number - 11
                then {{ decimal_mean('sum(value_musd) over last_12', 12) }}
        end as avg12_musd,
        case
            when count(*) over year_so_far = extract(month from month)
                then sum(value_musd) over year_so_far
        end as ytd_musd
    from release_values
    window
        series_months as (partition by release_month, series_id order by month_number),
        last_3 as (
            partition by release_month, series_id order by month_number
            rows between 2 preceding and current row
        ),
        last_12 as (
            partition by release_month, series_id order by month_number
            rows between 11 preceding and current row
        ),
        year_so_far as (
            partition by release_month, series_id, extract(year from month)
            order by month_number
            rows between unbounded preceding and current row
        )
)

select * from final
