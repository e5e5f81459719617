-- What: is_of_one_release is true exactly where all rows that a latest view shows of a
-- kind and period come from one release. Where it is true, the balances of goods and of
-- services add to the total within 1.5 million, half of the last digit of each of three
-- figures.
-- When it matters: rows of several releases miss their sum by what was revised.
-- If it fails: look at the macro is_of_one_release, and at the kinds named beside it.
with balances as (
    select * from {{ ref('latest_trade_balances') }}
),

partners as (
    select * from {{ ref('latest_bilateral_balances') }}
),

rows_of_views as (
    select
        'latest_trade_balances' as latest_view,
        month,
        area_id || ' ' || basis || ' ' || price_basis || ' ' || seasonal_adjustment
        || ' ' || measure as kind,
        release_month,
        is_of_one_release
    from balances
    union all
    select
        'latest_bilateral_balances' as latest_view,
        period_start as month,
        period_kind || ' ' || cast(period_end as varchar) || ' ' || category_id || ' '
        || basis || ' ' || seasonal_adjustment || ' ' || measure as kind,
        release_month,
        is_of_one_release
    from partners
),

said_wrong as (
    select
        latest_view,
        month,
        kind,
        count(distinct release_month) as release_count,
        cast(null as decimal(18, 6)) as difference_musd
    from rows_of_views
    group by latest_view, month, kind
    having
        count(*) filter (where is_of_one_release)
        <> case when count(distinct release_month) = 1 then count(*) else 0 end
        or count(is_of_one_release) <> count(*)
),

sums as (
    select
        month,
        area_id || ' ' || basis || ' ' || price_basis || ' ' || seasonal_adjustment
        || ' ' || measure as kind,
        sum(
            case category_id
                when 'goods_and_services' then balance_musd else -balance_musd
            end
        ) as difference_musd
    from balances
    where
        is_of_one_release
        and category_id in ('goods_and_services', 'goods', 'services')
    group by month, area_id, basis, price_basis, seasonal_adjustment, measure
    having count(*) = 3
)

select * from said_wrong
union all
select
    'latest_trade_balances' as latest_view,
    month,
    kind,
    1 as release_count,
    difference_musd
from sums
where abs(difference_musd) > 1.5
