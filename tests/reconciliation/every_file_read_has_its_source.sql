-- What: each release and exhibit in coverage names the official file it was read from,
-- and each file named there is in coverage.
-- When it matters: a figure nobody can trace.
-- If it fails: ingest the file again, or mend seeds/reference/source_files.csv.
with coverage as (
    select
        exhibit,
        -- The vintage ledger is one file for all its releases.
        case when exhibit <> 'bop_totals_vintages' then release_month end
            as release_month
    from {{ ref('release_coverage') }}
    group by 1, 2
),

source_files as (
    select * from {{ ref('source_files') }}
    where form not in ('control_csv', 'codes_csv')
)

select
    coverage.exhibit,
    coverage.release_month,
    source_files.exhibit as source_exhibit,
    source_files.release_month as source_release_month
from coverage
full outer join source_files
    on
        coverage.exhibit = source_files.exhibit
        and coverage.release_month is not distinct from source_files.release_month
where coverage.exhibit is null or source_files.exhibit is null
