-- The deficit of the page's chart: from January ten years back to the release's month,
-- as known at that release. A release prints two or three years of months itself; an
-- older month is that of the newest release before it that printed one. The average
-- is of three months of the release that printed the month: releases never mix.
with pages as (
    select * from {{ ref('int_highlight_leads') }}
),

months as (
    select * from {{ ref('dim_month') }}
),

balances as (
    select
        release_month as valid_from_release,
        lead(release_month) over (
            partition by month order by release_month
        ) as valid_to_release,
        month,
        balance_musd
    from {{ ref('fct_trade_balances') }}
    where
        category_id = 'goods_and_services'
        and area_id = 'world'
        and basis = 'bop'
        and seasonal_adjustment = 'sa'
),

averages as (
    select * from {{ ref('fct_trade_changes') }}
    where series_id = 'balance_goods_and_services_bop_sa'
),

final as (
    select
        cast(pages.release_month as date) as release_month,
        cast(months.month as date) as month,
        cast(balances.valid_from_release as date) as known_release_month,
        -- Null where no release up to this one is held that printed the month.
        cast(-balances.balance_musd as decimal(18, 6)) as deficit_musd,
        cast(-balances.balance_musd / 1000 as decimal(18, 6)) as deficit_busd,
        cast(-averages.avg3_musd / 1000 as decimal(18, 6)) as avg3_deficit_busd
    from pages
    inner join months
        on
            pages.release_month >= months.month
            and extract(year from pages.release_month) - 10 <= months.year_number
    left join balances
        on
            months.month = balances.month
            and {{ stood_in('pages.release_month', 'balances') }}
    left join averages
        on
            balances.valid_from_release = averages.release_month
            and balances.month = averages.month
)

select * from final
