-- Question: what did each annual revision change, by year?
-- Answer: one row per release that revised more than one year, and year, newest first.
-- Unit: billions of U.S. dollars; goods and services on BOP basis, seasonally adjusted.
select
    release_month,
    calendar_year,
    sum(revision_musd) filter (where flow = 'exports') / 1000 as exports_revision_busd,
    sum(revision_musd) filter (where flow = 'imports') / 1000 as imports_revision_busd,
    sum(revision_musd) filter (where flow = 'balance') / 1000 as balance_revision_busd
from {{ ref('fct_annual_revisions') }}
where category_id = 'goods_and_services' and revised_year_count > 1
group by release_month, calendar_year
order by release_month desc, calendar_year desc
