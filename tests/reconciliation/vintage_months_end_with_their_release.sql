-- What: the newest month of a vintage is the month of the release it is dated to.
-- When it matters: a snapshot dated to the wrong release shifts every "as known in".
-- If it fails: mend vintage_first_seen in seeds/reference/releases.csv.
select
    valid_from_release,
    max(month) as newest_month
from {{ ref('int_vintage_spans') }}
group by valid_from_release
having valid_from_release is distinct from max(month)
