{#- A part, what it is, and its words where they are no paragraph of their own. -#}
{%- set parts = [
    ('title', 'title', 'title_linked'),
    ('heading', 'paragraph', "'U.S. International Trade in Goods and Services'"),
    ('lead', 'paragraph', 'lead_linked'),
    ('chart_title', 'paragraph', "'Monthly Goods and Services Trade Deficit'"),
    ('chart_period', 'paragraph', 'chart_period_text'),
    ('agency_bea', 'paragraph', "'U.S. Bureau of Economic Analysis'"),
    ('agency_census', 'paragraph', "'U.S. Census Bureau'"),
    ('exports', 'paragraph', none),
    ('exports_goods', 'bullet', none),
    ('exports_services', 'bullet', none),
    ('imports', 'paragraph', none),
    ('imports_goods', 'bullet', none),
    ('imports_services', 'bullet', none),
    ('real', 'paragraph', none),
    ('footer', 'paragraph', 'footer_text'),
] %}
with leads as (
    select * from {{ ref('int_highlight_leads') }}
),

paragraphs as (
    select * from {{ ref('int_highlight_paragraphs') }}
),

figures as (
    select * from {{ ref('fct_release_figures') }}
),

items as (
    select * from {{ ref('int_highlight_items') }}
),

texts as (
    {%- for part, element, text in parts %}
    select
        release_month,
        {{ loop.index }} as position,
        '{{ part }}' as part,
        '{{ element }}' as element,
        {{ text or "paragraph_linked" }} as linked_text
    from {{ "leads" if text else "paragraphs" }}
    {% if not text %}where part = '{{ part }}'{% endif %}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- Which figures a part prints, and how they are known.
part_figures as (
    select
        release_month,
        page_part as part,
        status = 'printed only' as is_printed_only
    from figures
    where page_part in ('lead', 'exports', 'imports', 'real')
    union all
    select
        release_month,
        'title' as part,
        status = 'printed only' as is_printed_only
    from figures
    where figure = 'deficit'
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

final as (
    select
        cast(texts.release_month as date) as release_month,
        cast(texts.position as integer) as position,
        cast(texts.part as varchar) as part,
        cast(texts.element as varchar) as element,
        cast({{ without_links('texts.linked_text') }} as varchar) as text,
        cast(texts.linked_text as varchar) as linked_text,
        cast(
            texts.part <> 'real' or leads.has_real_paragraph as boolean
        ) as is_on_page,
        cast(
            coalesce(part_sources.figures_source, 'none') as varchar
        ) as figures_source
    from texts
    inner join leads
        on texts.release_month = leads.release_month
    left join part_sources
        on {{ same('texts', 'part_sources', ['release_month', 'part']) }}
)

select * from final
