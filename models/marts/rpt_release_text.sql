with sections as (
    select * from {{ ref('release_sections') }}
),

sentences as (
    select * from {{ ref('int_release_sentences') }}
),

countries as (
    select * from {{ ref('int_release_countries') }}
),

month_words as (
    select * from {{ ref('int_months_worded') }}
),

-- A commodity stands below its category.
items as (
    select
        items.*,
        coalesce(parents.direction, items.direction) as category_direction,
        coalesce(parents.movement_rank, items.movement_rank) as category_rank
    from {{ ref('rpt_release_items') }} as items
    left join {{ ref('rpt_release_items') }} as parents
        on
            {{ same('items', 'parents', ['release_month', 'flow']) }}
            and items.parent_category_id = parents.category_id
    where items.is_named
),

-- Those that move with the total first, and then the others, each the largest first.
ordered as (
    select
        *,
        row_number() over (
            partition by release_month, flow, block
            order by
                case category_direction when 'with' then 0 else 1 end,
                category_rank,
                case when parent_category_id is null then 0 else 1 end,
                movement_rank
        ) as item_order
    from items
),

texts as (
    select
        release_month,
        section,
        sentence,
        0 as item_order,
        level,
        sentence_text
    from sentences
    union all
    select
        release_month,
        'countries' as section,
        sentence,
        0 as item_order,
        level,
        sentence_text
    from countries
    union all
    select
        release_month,
        flow as section,
        case block when 'goods' then 30 else 60 end as sentence,
        item_order,
        case when parent_category_id is null then 1 else 2 end as level,
        upper(substring(item_name, 1, 1)) || substring(item_name, 2) || ' '
        || {{ moved(
            'cast(sign(change_busd) as integer)',
            linked(money('change_busd'), 'figure'),
            'increased', 'decreased', 'were unchanged'
        ) }} || '.' as sentence_text
    from ordered
),

placed as (
    select
        texts.*,
        row_number() over (
            partition by texts.release_month
            order by sections.position, texts.sentence, texts.item_order
        ) as position,
        {{ in_month_words('sections.section_title') }} as section_title,
        {{ in_month_words('texts.sentence_text') }} as linked_text
    from texts
    inner join sections
        on texts.section = sections.section
    inner join month_words
        on texts.release_month = month_words.month
),

final as (
    select
        cast(release_month as date) as release_month,
        cast(position as integer) as position,
        cast(section as varchar) as section,
        cast(section_title as varchar) as section_title,
        cast(level as integer) as level,
        cast({{ without_links('linked_text') }} as varchar) as text,
        cast(linked_text as varchar) as linked_text
    from placed
)

select * from final
