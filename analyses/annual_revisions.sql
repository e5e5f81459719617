-- Question: what did each annual revision change, by year?
-- Answer: one row per release that revised more than one year, and year. The newest
-- release is first.
-- Unit: billions of U.S. dollars; goods and services on BOP basis, seasonally adjusted.
select
    release_month,
    calendar_year,
    cast(
        sum(revision_musd) filter (where flow = 'exports') / 1000 as decimal(18, 3)
    ) as exports_revision_busd,
    cast(
        sum(revision_musd) filter (where flow = 'imports') / 1000 as decimal(18, 3)
    ) as imports_revision_busd,
    cast(
        sum(revision_musd) filter (where flow = 'balance') / 1000 as decimal(18, 3)
    ) as balance_revision_busd
from {{ ref('fct_annual_revisions') }}
where category_id = 'goods_and_services' and revised_year_count > 1
group by release_month, calendar_year
order by release_month desc, calendar_year desc
