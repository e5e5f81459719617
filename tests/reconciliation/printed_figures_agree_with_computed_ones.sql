-- What: every printed figure that can be computed agrees after rounding, or stands with
-- its very amounts and kind in the reviewed list; and no row of that list is idle whose
-- printed figure is held and can be computed.
-- When it matters: a wrong cell, a wrong formula, a misquoted text.
-- If it fails: explain the figure (tradegap explain RELEASE FIGURE). Mend the cell or
-- the formula; only what the source itself says differently goes on the list, with a
-- reason.
with all_figures as (
    select * from {{ ref('fct_release_figures') }}
),

figures as (
    select * from all_figures
    where status not in ('agree', 'computed only', 'printed only')
),

quoted as (
    select
        release_month,
        figure
    from {{ ref('published_figures') }}
    union all
    select
        printed.release_month,
        printed.figure
    from {{ ref('printed_text_figures') }} as printed
    inner join {{ ref('releases') }} as releases
        on printed.release_month = releases.release_month
    union all
    select
        changes.release_month,
        changes.flow || '_' || coalesce(aliases.category_id, changes.category)
        || '_change' as figure
    from {{ ref('published_category_changes') }} as changes
    left join {{ ref('category_aliases') }} as aliases
        on lower(changes.category) = aliases.printed_name
),

computable as (
    select
        quoted.release_month,
        quoted.figure
    from quoted
    left join all_figures
        on
            quoted.release_month = all_figures.release_month
            and quoted.figure = all_figures.figure
    where all_figures.status is distinct from 'printed only'
),

known as (
    select known_discrepancies.*
    from {{ ref('known_discrepancies') }} as known_discrepancies
    inner join computable
        on
            known_discrepancies.release_month = computable.release_month
            and known_discrepancies.figure = computable.figure
)

select
    coalesce(figures.release_month, known.release_month) as release_month,
    coalesce(figures.figure, known.figure) as figure,
    figures.status,
    figures.printed_value,
    figures.computed_value,
    known.kind as known_kind,
    known.printed_value as known_printed_value,
    known.computed_value as known_computed_value
from figures
full outer join known
    on
        figures.release_month = known.release_month
        and figures.figure = known.figure
        and figures.status = known.kind
        and figures.printed_value = known.printed_value
        and abs(figures.computed_value - known.computed_value) < 0.000001
where figures.figure is null or known.figure is null
