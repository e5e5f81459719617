with recursive categories as (
    select * from {{ ref('categories') }}
),

unreviewed as (
    {{ unreviewed_names('category_id', 'categories') }}
),

listed as (
    select
        category_id,
        scheme,
        end_use_code,
        agency_name,
        page_name,
        sort_order,
        true as is_reviewed
    from categories
    union all
    select
        category_id,
        scheme,
        null as end_use_code,
        printed_name as agency_name,
        lower(printed_name) as page_name,
        null as sort_order,
        false as is_reviewed
    from unreviewed
),

-- A category is part of several sums: commodities make up the end-use categories, and
-- the codes between. Here it has the parent that the exhibits print.
ranked as (
    select
        edges.child_category_id as category_id,
        edges.parent_category_id,
        row_number() over (
            partition by edges.child_category_id
            order by
                case
                    when
                        parents.scheme = 'end_use_code'
                        and children.scheme <> 'end_use_code'
                        then 1
                    else 0
                end,
                edges.parent_category_id
        ) as parent_rank
    from {{ ref('dim_rollup_members') }} as edges
    inner join listed as parents
        on edges.parent_category_id = parents.category_id
    inner join listed as children
        on edges.child_category_id = children.category_id
    where edges.child_category_id <> edges.parent_category_id
),

parents as (
    select * from ranked
    where parent_rank = 1
),

levels as (
    {{ levels_of_a_tree('listed', 'parents') }}
),

final as (
    select
        cast(listed.category_id as varchar) as category_id,
        cast(listed.scheme as varchar) as scheme,
        cast(parents.parent_category_id as varchar) as parent_category_id,
        cast(levels.category_level as integer) as category_level,
        cast(listed.end_use_code as varchar) as end_use_code,
        cast(listed.agency_name as varchar) as agency_name,
        cast(listed.page_name as varchar) as page_name,
        cast(listed.sort_order as integer) as sort_order,
        cast(listed.is_reviewed as boolean) as is_reviewed
    from listed
    left join parents
        on listed.category_id = parents.category_id
    left join levels
        on listed.category_id = levels.category_id
)

select * from final
