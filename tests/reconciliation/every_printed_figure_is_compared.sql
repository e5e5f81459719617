-- What: each figure of the two control seeds stands in fct_release_figures as printed.
-- When it matters: a renamed figure or category would drop out of the comparison.
-- If it fails: give the figure a row in seeds/reference/figures.csv, or the category a
-- name in seeds/reference/category_aliases.csv.
with printed as (
    select
        release_month,
        printed_value,
        figure
    from {{ ref('published_figures') }}
    union all
    select
        printed.release_month,
        printed.printed_value,
        printed.figure
    from {{ ref('printed_text_figures') }} as printed
    inner join {{ ref('releases') }} as releases
        on printed.release_month = releases.release_month
    union all
    select
        changes.release_month,
        changes.printed_change_busd as printed_value,
        changes.flow || '_' || coalesce(aliases.category_id, changes.category)
        || '_change' as figure
    from {{ ref('published_category_changes') }} as changes
    left join {{ ref('category_aliases') }} as aliases
        on lower(changes.category) = aliases.printed_name
),

compared as (
    select * from {{ ref('fct_release_figures') }}
    where printed_value is not null
)

select
    coalesce(printed.release_month, compared.release_month) as release_month,
    coalesce(printed.figure, compared.figure) as figure,
    printed.printed_value,
    compared.printed_value as compared_value
from printed
full outer join compared
    on
        printed.release_month = compared.release_month
        and printed.figure = compared.figure
        and printed.printed_value = compared.printed_value
where printed.figure is null or compared.figure is null or compared.unit is null
