-- What "All other countries" leaves over depends on the countries a table lists in the
-- period: BEA gives some in goods from earlier on than in services, and in years from
-- earlier on than in quarters. So sums of remainders hold where the lists are equally
-- long; those of all other areas hold anyway, and count none.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and area_id <> 'world'
),

residual_areas as (
    select * from {{ ref('areas') }}
    where area_kind = 'residual'
),

groups_of_areas as (
    select * from {{ ref('areas') }}
    where area_kind = 'group'
),

counts as (
    select
        exhibit,
        carried_by_release_month,
        flow,
        category_id,
        period_kind,
        period_start,
        period_end,
        count(*) as area_count
    from checked
    -- A group is no part of the list: its members are, or are left over.
    where area_id not in (select areas.area_id from groups_of_areas as areas)
    group by
        exhibit,
        carried_by_release_month,
        flow,
        category_id,
        period_kind,
        period_start,
        period_end
),

final as (
    select
        checked.exhibit,
        checked.carried_by_release_month,
        checked.series_id,
        checked.period_kind,
        checked.period_start,
        checked.period_end,
        counts.area_count
    from checked
    inner join residual_areas
        on checked.area_id = residual_areas.area_id
    inner join counts
        on
            checked.exhibit = counts.exhibit
            and checked.carried_by_release_month = counts.carried_by_release_month
            and checked.flow = counts.flow
            and checked.category_id = counts.category_id
            and checked.period_kind = counts.period_kind
            and checked.period_start = counts.period_start
            and checked.period_end = counts.period_end
)

select * from final
