-- Question: which states export most, this year to date?
-- Answer: one row per year and state, the newest year and the largest exports first.
-- Unit: millions of U.S. dollars and percent of the country's exports of goods, by
-- state of origin, Census basis, not seasonally adjusted.
select
    year as year_number,
    through_month,
    exports_rank,
    state,
    exports_musd,
    exports_share_pct
from {{ ref('year_to_date_goods_by_state') }}
where exports_rank is not null
order by year desc, exports_rank asc
