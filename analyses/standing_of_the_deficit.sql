-- Question: since when had the deficit not been so large, or so small, as known when a
-- month came out, and as known now?
-- Answer: one row per month since 2024 and state of knowledge.
-- Unit: millions of U.S. dollars, goods and services, BOP basis, seasonally adjusted; a
-- deficit is negative, rank 1 the largest deficit.
select
    month,
    as_known,
    value_musd as balance_musd,
    rank_from_lowest,
    lowest_since_month as largest_deficit_since_month,
    highest_since_month as smallest_deficit_since_month,
    largest_change_since_month,
    streak_months
from {{ ref('fct_month_ranks') }}
where series_id = 'balance_goods_and_services_bop_sa' and month >= '2024-01-01'
order by month, as_known
