-- Question: with which three countries did the balance of goods change most in the
-- newest month, and how large was the deficit with them among others then, and a year
-- ago?
-- Answer: one row per country, the largest change first.
-- Unit: millions of U.S. dollars, Census basis, seasonally adjusted; place by deficit
-- among the countries that the release lists, 1 the largest.
select
    newest.month,
    newest.country,
    newest.balance_month_change_musd,
    newest.balance_rank as deficit_rank,
    earlier.balance_rank as deficit_rank_a_year_ago
from {{ ref('monthly_goods_by_country') }} as newest
left join {{ ref('monthly_goods_by_country') }} as earlier
    on newest.area_id = earlier.area_id
        and newest.month = earlier.month + interval '1' year
order by newest.month desc, abs(newest.balance_month_change_musd) desc
limit 3
