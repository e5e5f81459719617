with facts as (
    select * from {{ ref('fct_category_contributions') }}
),

newest as (
    select
        month,
        rollup_id,
        parent_series_id,
        max(release_month) as release_month
    from facts
    group by
        month,
        rollup_id,
        parent_series_id
),

final as (
    select facts.*
    from facts
    inner join newest
        on
            facts.release_month = newest.release_month
            and facts.month = newest.month
            and facts.rollup_id = newest.rollup_id
            and facts.parent_series_id = newest.parent_series_id
)

select * from final
