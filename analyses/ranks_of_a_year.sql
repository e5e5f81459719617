-- Question: who were the ten largest partners in goods trade of the newest year held,
-- and how did their ranks change?
-- Answer: one row per flow and rank. Of balances it is the largest deficits.
-- Unit: billions of U.S. dollars, percent; goods on BOP basis, seasonally adjusted.
select
    flow,
    value_rank,
    previous_year_rank,
    item as country,
    cast(value_musd / 1000 as decimal(18, 1)) as value_busd,
    cast(change_pct as decimal(18, 1)) as change_pct
from {{ ref('yearly_ranks') }}
where
    rank_table = 'goods_by_country' and value_rank <= 10
    and year = (
        select max(countries.year)
        from {{ ref('yearly_goods_by_country') }} as countries
    )
order by flow, value_rank
