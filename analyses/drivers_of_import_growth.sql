-- Question: which ten commodities added most to the growth of goods imports over a
-- year, in the newest month of which it is known?
-- Answer: one row per commodity, what added most first.
-- Unit: millions of U.S. dollars; percentage points of goods imports a year before.
-- Census basis, seasonally adjusted, both months of one release.
select
    month,
    commodity,
    value_musd,
    year_change_musd,
    year_contribution_pp
from {{ ref('monthly_goods_by_commodity') }}
where flow = 'imports' and year_contribution_pp is not null
order by month desc, year_contribution_pp desc
limit 10
