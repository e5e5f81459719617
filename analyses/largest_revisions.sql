-- Question: what did each release revise, the newest first, and most first?
-- Answer: one row per release, series and month revised.
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
order by release_month desc, abs(revision_musd) desc
