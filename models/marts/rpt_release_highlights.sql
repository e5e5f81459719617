{%- set parts = [
    ('title', 'title', 1),
    ('heading', 'paragraph', 2),
    ('lead', 'paragraph', 3),
    ('chart_title', 'paragraph', 4),
    ('chart_period', 'paragraph', 5),
    ('agency_bea', 'paragraph', 6),
    ('agency_census', 'paragraph', 7),
    ('exports', 'paragraph', 8),
    ('exports_goods', 'bullet', 9),
    ('exports_services', 'bullet', 10),
    ('imports', 'paragraph', 11),
    ('imports_goods', 'bullet', 12),
    ('imports_services', 'bullet', 13),
    ('real', 'paragraph', 14),
    ('footer', 'paragraph', 15),
] %}
with leads as (
    select * from {{ ref('int_highlight_leads') }}
),

paragraphs as (
    select * from {{ ref('int_highlight_paragraphs') }}
),

bullets as (
    select * from {{ ref('int_highlight_bullets') }}
),

releases as (
    select * from {{ ref('dim_release') }}
),

figures as (
    select * from {{ ref('fct_release_figures') }}
),

items as (
    select * from {{ ref('int_highlight_items') }}
),

texts as (
    {%- for part, text in [
        ('title', 'title_text'),
        ('heading', "'U.S. International Trade in Goods and Services'"),
        ('lead', 'lead_text'),
        ('chart_title', "'Monthly Goods and Services Trade Deficit'"),
        ('chart_period', 'chart_period_text'),
        ('agency_bea', "'U.S. Bureau of Economic Analysis'"),
        ('agency_census', "'U.S. Census Bureau'"),
        ('footer', 'footer_text'),
    ] %}
    select
        release_month,
        '{{ part }}' as part,
        {{ text }} as part_text
    from leads
    union all
    {%- endfor %}
    select
        release_month,
        part,
        paragraph_text as part_text
    from paragraphs
    union all
    select
        release_month,
        flow || '_' || block as part,
        bullet_text as part_text
    from bullets
),

-- Which figures a part prints, and how they are known.
part_figures as (
    select
        release_month,
        case when page_part = 'lead' and figure = 'deficit' then 'title' end as part,
        status = 'printed only' as is_printed_only
    from figures
    where figure = 'deficit'
    union all
    select
        release_month,
        page_part as part,
        status = 'printed only' as is_printed_only
    from figures
    where page_part in ('lead', 'exports', 'imports', 'real')
    union all
    select
        release_month,
        flow || '_' || block as part,
        is_printed_only
    from items
    where is_named
),

part_sources as (
    select
        release_month,
        part,
        case
            when count(*) = count(*) filter (where is_printed_only) then 'printed'
            when count(*) filter (where is_printed_only) = 0 then 'computed'
            else 'mixed'
        end as figures_source
    from part_figures
    group by release_month, part
),

placed as (
    select
        *,
        case part
            {%- for part, element, position in parts %}
            when '{{ part }}' then {{ position }}
            {%- endfor %}
        end as position,
        case part
            {%- for part, element, position in parts %}
            when '{{ part }}' then '{{ element }}'
            {%- endfor %}
        end as element
    from texts
),

final as (
    select
        cast(placed.release_month as date) as release_month,
        cast(placed.position as integer) as position,
        cast(placed.part as varchar) as part,
        cast(placed.element as varchar) as element,
        cast(placed.part_text as varchar) as text,
        cast(
            placed.part <> 'real' or releases.has_real_paragraph as boolean
        ) as is_on_page,
        cast(
            coalesce(part_sources.figures_source, 'none') as varchar
        ) as figures_source
    from placed
    inner join leads
        on placed.release_month = leads.release_month
    inner join releases
        on placed.release_month = releases.release_month
    left join part_sources
        on
            placed.release_month = part_sources.release_month
            and placed.part = part_sources.part
)

select * from final
