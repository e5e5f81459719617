-- Question: how did goods imports change without gold, and how much of the change was
-- gold?
-- Answer: one row per month whose change by commodity is held.
-- Unit: millions of U.S. dollars; percentage points of the change in percent; all of
-- one release, Census basis, seasonally adjusted. Nonmonetary gold alone: finished
-- metal shapes, among which bars of gold were counted in 2025, are another commodity.
select
    gold.month,
    goods.month_change_musd as goods_change_musd,
    goods.month_change_musd - gold.month_change_musd as without_gold_musd,
    gold.month_contribution_pp as gold_contribution_pp
from {{ ref('monthly_goods_by_commodity') }} as gold
inner join {{ ref('fct_trade_changes') }} as goods
    on gold.month = goods.month
        and gold.month_change_release_month = goods.release_month
where gold.commodity_id = 'import_nonmonetary_gold'
    and goods.series_id = 'imports_goods_census_sa'
order by gold.month
