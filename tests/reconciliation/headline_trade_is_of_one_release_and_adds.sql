-- What: each month whose total any release holds has one row of latest_headline_trade,
-- of the newest release that holds exports and imports of total, goods and services, or
-- where none does, of the newest that holds the total. Its nine figures are what that
-- release holds. Total is goods plus services, and balance exports less imports, within
-- 1.5 million: half of the last digit of each of three figures.
-- When it matters: these figures are read side by side, and drawn as parts of a whole.
-- If it fails: look at the macro headline_trade_as_of.
{%- set sides = ['exports', 'imports', 'balance'] %}
{%- set sectors = ['goods_and_services', 'goods', 'services'] %}
with release_values as (
    select * from {{ ref('int_release_values') }}
    where
        period_kind = 'month'
        and category_id in ('goods_and_services', 'goods', 'services')
        and area_id = 'world'
        and basis = 'bop'
        and price_basis = 'current'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

headline_trade as (
    select * from {{ ref('latest_headline_trade') }}
),

totals as (
    select * from {{ ref('latest_trade_balances') }}
    where
        category_id = 'goods_and_services'
        and area_id = 'world'
        and basis = 'bop'
        and price_basis = 'current'
        and seasonal_adjustment = 'sa'
        and measure = 'value'
),

-- Six flows make a whole, two of them the total.
held as (
    select
        release_month,
        period_start as month,
        count(*) = 6 as is_whole,
        count(*) filter (where category_id = 'goods_and_services') = 2 as has_total
    from release_values
    where flow in ('exports', 'imports')
    group by release_month, period_start
),

expected as (
    select
        month,
        coalesce(
            max(release_month) filter (where is_whole),
            max(release_month) filter (where has_total)
        ) as release_month,
        count(*) filter (where is_whole) > 0 as is_whole,
        max(release_month) filter (where has_total) as newest_total_release_month
    from held
    where has_total
    group by month
),

shown as (
    {%- for side in sides %}
    {%- set side_loop = loop %}
    {%- for sector in sectors %}
    select
        month,
        release_month,
        is_whole,
        '{{ side }}' as flow,
        '{{ sector }}' as category_id,
        {{ side }}_{{ sector }}_musd as value_musd
    from headline_trade
    {{ "union all" if not (loop.last and side_loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

other_releases as (
    select
        coalesce(expected.month, headline_trade.month) as month,
        'release' as what,
        expected.release_month as expected_release,
        headline_trade.release_month as shown_release
    from expected
    full outer join headline_trade
        on expected.month = headline_trade.month
    where
        expected.release_month is distinct from headline_trade.release_month
        or expected.is_whole is distinct from headline_trade.is_whole
        or expected.newest_total_release_month
        is distinct from headline_trade.newest_total_release_month
),

lost_totals as (
    select
        totals.month,
        'total of latest_trade_balances' as what,
        totals.release_month as expected_release,
        headline_trade.release_month as shown_release
    from totals
    left join headline_trade
        on
            totals.month = headline_trade.month
            and totals.release_month = headline_trade.newest_total_release_month
    where headline_trade.month is null
),

other_values as (
    select
        shown.month,
        shown.flow || ' of ' || shown.category_id as what,
        shown.release_month as expected_release,
        shown.release_month as shown_release
    from shown
    left join release_values
        on
            shown.release_month = release_values.release_month
            and shown.month = release_values.period_start
            and shown.flow = release_values.flow
            and shown.category_id = release_values.category_id
    where
        shown.value_musd is distinct from release_values.value_musd
        or (shown.is_whole and shown.value_musd is null)
),

sums as (
    {%- for side in sides %}
    select
        month,
        '{{ side }}: total is goods plus services' as what,
        release_month,
        is_whole,
        {{ side }}_goods_and_services_musd
        - {{ side }}_goods_musd - {{ side }}_services_musd as difference_musd
    from headline_trade
    union all
    {%- endfor %}
    {%- for sector in sectors %}
    select
        month,
        '{{ sector }}: balance is exports less imports' as what,
        release_month,
        is_whole,
        balance_{{ sector }}_musd
        - exports_{{ sector }}_musd + imports_{{ sector }}_musd as difference_musd
    from headline_trade
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select * from other_releases
union all
select * from lost_totals
union all
select * from other_values
union all
select
    month,
    what,
    release_month as expected_release,
    release_month as shown_release
from sums
where is_whole and coalesce(abs(difference_musd), 9) > 1.5
