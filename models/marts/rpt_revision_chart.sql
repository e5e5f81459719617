-- The deficit of a month in every release held, from the first month on whose first
-- print is.
with prints as (
    select * from {{ ref('int_prints_in_turn') }}
    where series_id = 'balance_goods_and_services_bop_sa'
),

opening as (
    select min(month) as month
    from prints
    where is_first_print
),

newest_prints as (
    select
        month,
        max(release_month) as release_month
    from prints
    group by month
),

final as (
    select
        cast(prints.month as date) as month,
        cast(prints.release_month as date) as release_month,
        cast(
            {{ month_number('prints.release_month') }}
            - {{ month_number('prints.month') }} as integer
        ) as months_old,
        cast(prints.is_first_print as boolean) as is_first_print,
        cast(
            prints.release_month = newest_prints.release_month as boolean
        ) as is_latest_held,
        cast(
            coalesce(prints.value_musd <> prints.previous_value_musd, true)
            as boolean
        ) as is_changed,
        cast(-prints.value_musd as decimal(18, 6)) as deficit_musd,
        cast(-prints.value_musd / 1000 as decimal(18, 6)) as deficit_busd
    from prints
    inner join opening
        on prints.month >= opening.month
    inner join newest_prints
        on prints.month = newest_prints.month
)

select * from final
