-- What: staging gives every row of the compressed history of imports as it stands in
-- the file, and no other.
-- When it matters: the file is read by the database, not by dbt.
-- If it fails: look at stg_history__census_imports_end_use_figures, and at the columns
-- of data/census_imports_end_use_sa.csv.gz.
with both_sides as (
    select
        release_month,
        end_use_code,
        month,
        value,
        1 as file_count,
        0 as staged_count
    from {{ read_data_file(
        'census_imports_end_use_sa.csv.gz',
        {
            'release_month': 'date',
            'end_use_code': 'varchar',
            'month': 'date',
            'value': 'decimal(18, 6)',
        }
    ) }}
    union all
    select
        release_month,
        item as end_use_code,
        period_start as month,
        value,
        0 as file_count,
        1 as staged_count
    from {{ ref('stg_history__census_imports_end_use_figures') }}
)

select
    release_month,
    end_use_code,
    month,
    value,
    sum(file_count) as file_count,
    sum(staged_count) as staged_count
from both_sides
group by release_month, end_use_code, month, value
having sum(file_count) <> sum(staged_count)
