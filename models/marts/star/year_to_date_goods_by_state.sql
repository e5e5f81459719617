-- Of each year the newest release, of a flow only of those with states. Exports go by
-- the state of origin, imports by that of destination.
{%- set parts = {
    'release_month': [
        'exports_musd', 'imports_musd',
        'exports_manufactured_musd', 'exports_nonmanufactured_musd', 'reexports_musd',
        'imports_manufactured_musd', 'imports_nonmanufactured_musd',
        'exports_share_pct', 'imports_share_pct', 'exports_rank', 'imports_rank',
    ],
} %}
with release_values as (
    select
        figures.*,
        areas.area_kind,
        max(case when areas.area_kind = 'state' then 1 else 0 end) over (
            partition by figures.release_month, figures.period_start, figures.flow
        ) as has_states
    from {{ ref('int_release_values') }} as figures
    inner join {{ ref('dim_area') }} as areas
        on figures.area_id = areas.area_id
    where
        figures.period_kind = 'year_to_date'
        and figures.basis = 'census'
        and figures.seasonal_adjustment = 'nsa'
        and figures.measure = 'value'
        and figures.valuation in ('fas', 'customs')
),

sums as (
    select
        release_month,
        cast(extract(year from period_start) as integer) as year,
        period_end,
        area_id,
        area_kind,
        max(value_musd) filter (
            where flow = 'exports' and category_id = 'goods'
        ) as exports_musd,
        max(value_musd) filter (
            where flow = 'exports' and category_id = 'naics_manufacturing'
        ) as exports_manufactured_musd,
        max(value_musd) filter (
            where flow = 'exports' and category_id = 'nonmanufactured'
        ) as exports_nonmanufactured_musd,
        max(value_musd) filter (
            where flow = 'exports' and category_id = 'reexports'
        ) as reexports_musd,
        max(value_musd) filter (
            where flow = 'imports' and category_id = 'goods'
        ) as imports_musd,
        max(value_musd) filter (
            where flow = 'imports' and category_id = 'naics_manufacturing'
        ) as imports_manufactured_musd,
        max(value_musd) filter (
            where flow = 'imports' and category_id = 'nonmanufactured'
        ) as imports_nonmanufactured_musd
    from release_values
    where has_states = 1
    group by release_month, period_start, period_end, area_id, area_kind
),

by_release as (
    select
        sums.*,
        100 * sums.exports_musd / nullif(countries.exports_musd, 0)
            as exports_share_pct,
        100 * sums.imports_musd / nullif(countries.imports_musd, 0)
            as imports_share_pct,
        case
            when sums.area_kind = 'state' and sums.exports_musd is not null
                then rank() over (
                    partition by sums.release_month, sums.year, sums.area_kind
                    order by sums.exports_musd desc nulls last
                )
        end as exports_rank,
        case
            when sums.area_kind = 'state' and sums.imports_musd is not null
                then rank() over (
                    partition by sums.release_month, sums.year, sums.area_kind
                    order by sums.imports_musd desc nulls last
                )
        end as imports_rank
    from sums
    left join sums as countries
        on
            {{ same('sums', 'countries', ['release_month', 'year', 'period_end']) }}
            and countries.area_id = 'world'
    where
        sums.area_kind = 'state'
        or sums.area_id in ('other_states', 'timing_adjustments')
),

{{ newest_parts(
    'by_release', ['year'], ['area_id', 'period_end'], parts,
    {'release_month': 2}
) }},

final as (
    select
        cast(newest.year as integer) as year,
        cast(newest.area_id as varchar) as area_id,
        cast(areas.area_name as varchar) as state,
        cast(newest.period_end as date) as through_month,
        {{ cast_parts('newest', parts) }}
    from newest
    inner join {{ ref('dim_area') }} as areas
        on newest.area_id = areas.area_id
)

select * from final
