-- The deficit of the page's chart: from January ten years back to the release's month,
-- as that release knew it.
with pages as (
    select * from {{ ref('int_highlight_leads') }}
),

months as (
    select * from {{ ref('dim_month') }}
),

balances as (
    select * from {{ ref('fct_trade_balances') }}
    where
        category_id = 'goods_and_services'
        and basis = 'bop'
        and seasonal_adjustment = 'sa'
),

final as (
    select
        cast(pages.release_month as date) as release_month,
        cast(months.month as date) as month,
        -- Null where this release's figure of the month is not held.
        cast(-balances.balance_musd as decimal(18, 6)) as deficit_musd,
        cast(-balances.balance_musd / 1000 as decimal(18, 6)) as deficit_busd
    from pages
    inner join months
        on
            pages.release_month >= months.month
            and extract(year from pages.release_month) - 10 <= months.year_number
    left join balances
        on
            pages.release_month = balances.release_month
            and months.month = balances.month
)

select * from final
