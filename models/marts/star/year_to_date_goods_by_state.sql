-- Of each year the newest release, as far as it reaches. Exports go by the state of
-- origin, imports by that of destination.
{%- set parts = {
    'release_month': [
        'exports_musd', 'imports_musd',
        'exports_manufactured_musd', 'exports_nonmanufactured_musd', 'reexports_musd',
        'imports_manufactured_musd', 'imports_nonmanufactured_musd',
        'exports_share_pct', 'imports_share_pct', 'exports_rank', 'imports_rank',
    ],
} %}
with sums as (
    select
        release_month,
        cast(extract(year from period_start) as integer) as year,
        period_end,
        area_id,
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
    from {{ ref('int_release_values') }}
    where
        period_kind = 'year_to_date'
        and basis = 'census'
        and seasonal_adjustment = 'nsa'
        and measure = 'value'
        and valuation in ('fas', 'customs')
    group by release_month, period_start, period_end, area_id
),

-- With what no state has, which other exhibits print without states.
listed as (
    select
        sums.*,
        areas.area_kind,
        max(case when areas.area_kind = 'state' then 1 else 0 end) over (
            partition by sums.release_month, sums.year
        ) as has_states
    from sums
    inner join {{ ref('dim_area') }} as areas
        on sums.area_id = areas.area_id
    where
        areas.area_kind = 'state'
        or areas.area_id in ('other_states', 'timing_adjustments')
),

by_release as (
    select
        listed.*,
        100 * listed.exports_musd / nullif(countries.exports_musd, 0)
            as exports_share_pct,
        100 * listed.imports_musd / nullif(countries.imports_musd, 0)
            as imports_share_pct,
        case
            when listed.area_kind = 'state' and listed.exports_musd is not null
                then rank() over (
                    partition by listed.release_month, listed.year, listed.area_kind
                    order by listed.exports_musd desc nulls last
                )
        end as exports_rank,
        case
            when listed.area_kind = 'state' and listed.imports_musd is not null
                then rank() over (
                    partition by listed.release_month, listed.year, listed.area_kind
                    order by listed.imports_musd desc nulls last
                )
        end as imports_rank
    from listed
    left join sums as countries
        on
            {{ same('listed', 'countries', ['release_month', 'year', 'period_end']) }}
            and countries.area_id = 'world'
    where listed.has_states = 1
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
