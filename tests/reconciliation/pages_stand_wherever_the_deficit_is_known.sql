-- What: every release has its row of pages, and a page exactly when its deficit and the
-- revised one of the month before are known, with a title and a lead that carry them.
-- When it matters: an empty page, or one without its number, would pass other tests.
-- If it fails: look at int_highlight_leads.
with releases as (
    select * from {{ ref('releases') }}
),

-- As the page prints them: what rounds to zero is "less than $0.1 billion".
wanted as (
    select
        release_month,
        '%$' || cast(
            greatest(max(abs(value_used)) filter (where figure = 'deficit'), 0.1)
            as varchar
        ) || '%' as deficit,
        '%$' || cast(
            greatest(
                max(abs(value_used)) filter (where figure = 'prior_deficit_revised'),
                0.1
            ) as varchar
        ) || '%' as prior_deficit
    from {{ ref('fct_release_figures') }}
    where figure in ('deficit', 'prior_deficit_revised')
    group by release_month
    having
        count(value_used) filter (where figure = 'deficit') = 1
        and count(value_used) filter (where figure = 'prior_deficit_revised') = 1
),

texts as (
    select
        release_month,
        max(case when part = 'title' then text end) as title,
        max(case when part = 'lead' then text end) as lead_text
    from {{ ref('rpt_release_highlights') }}
    group by release_month
),

pages as (
    select * from {{ ref('rpt_release_pages') }}
)

select
    coalesce(releases.release_month, pages.release_month, texts.release_month)
        as release_month,
    pages.has_page,
    wanted.deficit,
    wanted.prior_deficit,
    texts.title,
    texts.lead_text
from releases
full outer join pages
    on releases.release_month = pages.release_month
full outer join texts
    on releases.release_month = texts.release_month
left join wanted
    on releases.release_month = wanted.release_month
where
    releases.release_month is null
    or pages.release_month is null
    or pages.has_page <> (wanted.release_month is not null)
    or pages.has_page <> (texts.release_month is not null)
    or (
        pages.has_page
        and not coalesce(
            texts.title like wanted.deficit
            and texts.lead_text like wanted.deficit
            and texts.lead_text like wanted.prior_deficit,
            false
        )
    )
