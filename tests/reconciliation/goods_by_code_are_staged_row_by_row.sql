-- What: staging gives every row of the compressed file of goods by end-use code as it
-- stands there, and no other.
-- When it matters: the file is read by the database, not by dbt.
-- If it fails: look at stg_history__goods_by_end_use_code_figures, and at the columns
-- of data/goods_by_end_use_code.csv.gz.
with both_sides as (
    select
        release_month,
        case substring(end_use_code, 1, 1)
            when 'X' then 'exports_' when 'M' then 'imports_'
        end || basis || '_' || seasonal_adjustment as block,
        end_use_code,
        month,
        value,
        1 as file_count,
        0 as staged_count
    from {{ read_data_file(
        'goods_by_end_use_code.csv.gz',
        {
            'release_month': 'date',
            'basis': 'varchar',
            'seasonal_adjustment': 'varchar',
            'end_use_code': 'varchar',
            'month': 'date',
            'value': 'decimal(18, 6)',
        }
    ) }}
    union all
    select
        release_month,
        block,
        item as end_use_code,
        period_start as month,
        value,
        0 as file_count,
        1 as staged_count
    from {{ ref('stg_history__goods_by_end_use_code_figures') }}
)

select
    both_sides.release_month,
    both_sides.block,
    both_sides.end_use_code,
    both_sides.month,
    both_sides.value,
    sum(both_sides.file_count) as file_count,
    sum(both_sides.staged_count) as staged_count
from both_sides
group by
    both_sides.release_month,
    both_sides.block,
    both_sides.end_use_code,
    both_sides.month,
    both_sides.value
having sum(both_sides.file_count) <> sum(both_sides.staged_count)
