-- What: every printed figure that can be computed agrees after rounding, or stands with
-- its very amounts and kind in the reviewed list; and no row of that list is idle.
-- When it matters: a wrong cell, a wrong formula, a misquoted text.
-- If it fails: explain the figure (tradegap explain RELEASE FIGURE). Mend the cell or
-- the formula; only what the source itself says differently goes on the list, with a
-- reason.
with figures as (
    select * from {{ ref('fct_release_figures') }}
    where status not in ('agree', 'computed only', 'printed only')
),

known as (
    select * from {{ ref('known_discrepancies') }}
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
