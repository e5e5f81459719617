{#-
    76,000 rows in a compressed file, which the database reads in a tenth of the time
    that dbt takes for them as a seed (DECISIONS.md).
-#}
select
    'census_imports_end_use_sa' as exhibit,
    'all' as block,
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
    || ';end_use_code=' || end_use_code
    || ';month=' || cast(month as varchar)
    || ';column=value' as seed_row
from {{ read_data_file(
    'census_imports_end_use_sa.csv.gz',
    {
        'release_month': 'date',
        'end_use_code': 'varchar',
        'month': 'date',
        'value': 'decimal(18, 6)',
    }
) }}
