-- What: every amount and percent that the page or the full text of a release prints is
-- a link to a figure of that release, and reads as that figure is used.
-- When it matters: a number in a sentence that no row stands behind cannot be traced.
-- If it fails: look at the sentence; its number is to come from the figure's row.
with texts as (
    select
        release_month,
        'highlights' as page,
        position,
        -- The title has its words in capitals. The closing line links to nothing.
        replace(
            replace(replace(linked_text, '](#)', ''), 'Billion', 'billion'),
            'Less Than',
            'less than'
        ) as linked_text
    from {{ ref('rpt_release_highlights') }}
    union all
    select
        release_month,
        'full text' as page,
        position,
        linked_text
    from {{ ref('rpt_release_text') }}
),

figures as (
    select
        release_month,
        figure,
        unit,
        {{ number_text('unit', 'value_used') }} as number_text
    from {{ ref('fct_release_figures') }}
    where value_used is not null
),

-- A list that says so once leaves out the billions.
links as (
    select
        release_month,
        figure,
        unit,
        {{ linked('number_text', 'figure') }} as link
    from figures
    union all
    select
        release_month,
        figure,
        unit,
        {{ linked("replace(number_text, ' billion', '')", 'figure') }} as link
    from figures
    where unit <> 'percent'
),

counted as (
    select
        texts.release_month,
        texts.page,
        texts.position,
        texts.linked_text,
        max({{ occurrences('texts.linked_text', "'](#'") }}) as link_count,
        max({{ occurrences('texts.linked_text', "'$'") }}) as amount_count,
        max({{ occurrences('texts.linked_text', "' percent'") }}) as percent_count,
        sum({{ occurrences('texts.linked_text', 'links.link') }}) filter (
            where links.unit <> 'percent'
        ) as amounts_found,
        sum({{ occurrences('texts.linked_text', 'links.link') }}) filter (
            where links.unit = 'percent'
        ) as percents_found
    from texts
    left join links
        on
            texts.release_month = links.release_month
            and texts.linked_text like '%](#' || links.figure || ')%'
    group by
        texts.release_month,
        texts.page,
        texts.position,
        texts.linked_text
)

select * from counted
where
    amount_count <> coalesce(amounts_found, 0)
    or percent_count <> coalesce(percents_found, 0)
    or link_count <> amount_count + percent_count
