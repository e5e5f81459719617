-- What: staging gives every row of exhibits 7 and 8 as it stands in the seed, and no
-- other.
-- When it matters: a commodity is in no other exhibit that could disagree.
-- If it fails: look at stg_ft900__exhibit_07_figures and stg_ft900__exhibit_08_figures.
with both_sides as (
    {%- for number in ['07', '08'] %}
    select
        '{{ number }}' as exhibit,
        release_month,
        item,
        row_kind,
        period_start,
        period_end,
        value,
        1 as seed_count,
        0 as staged_count
    from {{ ref('exhibit_' ~ number) }}
    union all
    select
        exhibit,
        release_month,
        item,
        row_kind,
        period_start,
        period_end,
        value,
        0 as seed_count,
        1 as staged_count
    from {{ ref('stg_ft900__exhibit_' ~ number ~ '_figures') }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    exhibit,
    release_month,
    item,
    row_kind,
    period_start,
    period_end,
    value,
    sum(seed_count) as seed_count,
    sum(staged_count) as staged_count
from both_sides
group by
    exhibit,
    release_month,
    item,
    row_kind,
    period_start,
    period_end,
    value
having sum(seed_count) <> sum(staged_count)
{%- for number in ['07', '08'] %}
union all
select
    'the seed is empty' as exhibit,
    null as release_month,
    null as item,
    null as row_kind,
    null as period_start,
    null as period_end,
    null as value,
    count(*) as seed_count,
    0 as staged_count
from {{ ref('exhibit_' ~ number) }}
having count(*) = 0
{%- endfor %}
