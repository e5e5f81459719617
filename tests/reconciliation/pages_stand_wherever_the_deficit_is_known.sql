-- What: a release has a page exactly when its deficit and the revised one of the month
-- before are known, with a title and a lead that carry both.
-- When it matters: an empty page, or one without its number, would pass other tests.
-- If it fails: look at int_highlight_leads.
with wanted as (
    select
        release_month,
        max(value_used) filter (where figure = 'deficit') as deficit,
        max(value_used) filter (where figure = 'prior_deficit_revised')
            as prior_deficit
    from {{ ref('fct_release_figures') }}
    group by release_month
),

leads as (
    select * from {{ ref('rpt_release_highlights') }}
    where part = 'lead'
),

pages as (
    select * from {{ ref('rpt_release_pages') }}
)

select
    pages.release_month,
    wanted.deficit,
    wanted.prior_deficit,
    leads.text
from pages
left join wanted
    on pages.release_month = wanted.release_month
left join leads
    on pages.release_month = leads.release_month
where
    pages.has_page <> coalesce(
        wanted.deficit is not null and wanted.prior_deficit is not null, false
    )
    or pages.has_page <> (leads.text is not null)
    or (
        pages.has_page
        and (
            leads.text not like '%$' || cast(abs(wanted.deficit) as varchar) || '%'
            or leads.text
            not like '%$' || cast(abs(wanted.prior_deficit) as varchar) || '%'
        )
    )
