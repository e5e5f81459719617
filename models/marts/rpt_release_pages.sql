with releases as (
    select * from {{ ref('dim_release') }}
),

highlights as (
    select * from {{ ref('rpt_release_highlights') }}
),

-- What a whole page consists of, and how its absence is put.
wanted as (
    {%- for part, missing in [
        ('exports', 'exports of goods and services'),
        ('imports', 'imports of goods and services'),
        ('exports_goods', 'end-use categories of exports'),
        ('exports_services', 'services categories of exports'),
        ('imports_goods', 'end-use categories of imports'),
        ('imports_services', 'services categories of imports'),
        ('real', 'real goods'),
    ] %}
    select
        releases.release_month,
        '{{ part }}' as part,
        {{ loop.index }} as place,
        '{{ missing }}' as missing
    from releases
    {% if part == 'real' %}where releases.has_real_paragraph{% endif %}
    union all
    {%- endfor %}
    select
        releases.release_month,
        'lead_by_sector' as part,
        0 as place,
        'goods and services apart' as missing
    from releases
),

printed_parts as (
    select
        release_month,
        part,
        figures_source
    from highlights
    union all
    select
        release_month,
        'lead_by_sector' as part,
        figures_source
    from highlights
    where part = 'lead' and text like '%. The goods %'
),

lacks as (
    select
        wanted.release_month,
        {{ dbt.listagg("wanted.missing", "'; '", "order by wanted.place") }} as lacks
    from wanted
    left join printed_parts
        on
            wanted.release_month = printed_parts.release_month
            and wanted.part = printed_parts.part
    where printed_parts.part is null
    group by wanted.release_month
),

as_printed as (
    select
        release_month,
        {{ dbt.listagg(
            "replace(part, '_', ' of ')", "'; '", "order by position"
        ) }} as as_printed
    from highlights
    where is_on_page and figures_source in ('printed', 'mixed')
    group by release_month
),

titles as (
    select release_month from highlights
    where part = 'title'
),

final as (
    select
        cast(releases.release_month as date) as release_month,
        cast(titles.release_month is not null as boolean) as has_page,
        cast(
            titles.release_month is not null and lacks.lacks is null as boolean
        ) as is_complete,
        cast(lacks.lacks as varchar) as lacks,
        cast(as_printed.as_printed as varchar) as as_printed
    from releases
    left join titles
        on releases.release_month = titles.release_month
    left join lacks
        on releases.release_month = lacks.release_month
    left join as_printed
        on releases.release_month = as_printed.release_month
)

select * from final
