-- What: a category is one level below its parent, a category without one is a root, and
-- one that is part of another in any sum of the tree has a parent.
-- When it matters: a tool that drills down goes from parent to children.
-- If it fails: look at dim_category: a list deeper than its levels, or a circle.
with categories as (
    select * from {{ ref('dim_category') }}
),

members as (
    select distinct child_category_id
    from {{ ref('dim_rollup_members') }}
    where parent_category_id <> child_category_id
)

select
    categories.category_id,
    categories.category_level,
    categories.parent_category_id,
    parents.category_level as parent_level
from categories
left join categories as parents
    on categories.parent_category_id = parents.category_id
left join members
    on categories.category_id = members.child_category_id
where
    categories.category_level is distinct from coalesce(parents.category_level + 1, 0)
    or parents.category_id is null
    and (
        categories.parent_category_id is not null
        or members.child_category_id is not null
    )
