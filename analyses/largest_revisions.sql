-- Question: what did the newest releases revise, the newest and the largest first?
-- Answer: one row per release, series and month revised, the first hundred.
-- Unit: millions of U.S. dollars, of exports, imports or balance alike.
select
    release_month,
    series_id,
    month,
    previous_value_musd,
    value_musd,
    revision_musd
from {{ ref('fct_revisions') }}
where is_revision
order by release_month desc, abs(revision_musd) desc, series_id asc, month asc
limit 100
