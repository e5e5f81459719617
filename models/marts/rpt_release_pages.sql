with releases as (
    select * from {{ ref('dim_release') }}
),

highlights as (
    select * from {{ ref('rpt_release_highlights') }}
),

-- What a whole page consists of, and how its absence is put.
wanted as (
    {%- for part, missing in [
        ('lead_by_sector', 'goods and services apart'),
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
        {{ loop.index0 }} as place,
        '{{ missing }}' as missing
    from releases
    {% if part == 'real' %}where releases.has_real_paragraph{% endif %}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

printed_parts as (
    select
        release_month,
        case
            when part = 'lead' and text like '%. The goods %' then 'lead_by_sector'
            else part
        end as part
    from highlights
),

lacks as (
    select
        wanted.release_month,
        {{ dbt.listagg("wanted.missing", "'; '", "order by wanted.place") }} as lacks
    from wanted
    left join printed_parts
        on {{ same('wanted', 'printed_parts', ['release_month', 'part']) }}
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

-- Beside the page, whose text is the agencies' own.
revision_notes as (
    select
        release_month,
        'the change of the deficit, '
        || {{ money('month_change_musd / 1000') }}
        || case
            when is_within_revision_noise then ', is within its revision noise, '
            else ', is beyond its revision noise, '
        end
        || {{ money('revision_noise_musd / 1000') }}
        || ' (about nine in ten first prints of it move less within a year)'
            as revision_note
    from {{ ref('fct_trade_changes') }}
    where
        month = release_month
        and series_id = 'balance_goods_and_services_bop_sa'
        and is_within_revision_noise is not null
),

final as (
    select
        cast(releases.release_month as date) as release_month,
        cast(titles.release_month is not null as boolean) as has_page,
        cast(
            titles.release_month is not null and lacks.lacks is null as boolean
        ) as is_complete,
        cast(lacks.lacks as varchar) as lacks,
        cast(as_printed.as_printed as varchar) as as_printed,
        cast(revision_notes.revision_note as varchar) as revision_note
    from releases
    left join highlights as titles
        on
            releases.release_month = titles.release_month
            and titles.part = 'title'
    left join lacks
        on releases.release_month = lacks.release_month
    left join as_printed
        on releases.release_month = as_printed.release_month
    left join revision_notes
        on releases.release_month = revision_notes.release_month
)

select * from final
