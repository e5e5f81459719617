{#-
    86,000 rows in a compressed file, which the database reads in a tenth of the time
    that dbt takes for them as a seed (DECISIONS.md). The first letter of a code is its
    flow.
-#}
select
    'goods_by_end_use_code' as exhibit,
    case when substring(end_use_code, 1, 1) = 'X' then 'exports' else 'imports' end
    || '_' || basis || '_' || seasonal_adjustment as block,
    release_month,
    '' as parent_item,
    end_use_code as item,
    'value' as column_name,
    'month' as row_kind,
    month as period_start,
    month as period_end,
    cast(value as decimal(18, 6)) as value,
    cast(null as integer) as source_row,
    'release_month=' || cast(release_month as varchar)
    || ';basis=' || basis
    || ';seasonal_adjustment=' || seasonal_adjustment
    || ';end_use_code=' || end_use_code
    || ';month=' || cast(month as varchar)
    || ';column=value' as seed_row
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
