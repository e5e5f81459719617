-- Question: where does a printed figure differ from the computed one, and why?
-- Answer: one row per release and figure.
-- Unit: billions of U.S. dollars or percent, as the unit says.
with figures as (
    select * from {{ ref('fct_release_figures') }}
)

select
    release_month,
    figure,
    unit,
    printed_value,
    computed_value,
    value_used,
    status,
    reason
from figures
where status not in ('agree', 'printed only', 'computed only')
order by release_month, figure
