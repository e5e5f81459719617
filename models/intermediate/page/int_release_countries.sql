-- The sentences on trade in goods with countries and areas: who the surpluses and the
-- deficits were with, and the three largest changes of the balance with a country.
with figures as (
    select
        *,
        coalesce(computed_value, printed_value) as unrounded_value
    from {{ ref('int_figures_judged') }}
    where value_used is not null
),

series as (
    select * from {{ ref('int_series_listed') }}
    where
        category_id = 'goods'
        and basis = 'census'
        and seasonal_adjustment = 'sa'
),

areas as (
    select
        area_id,
        area_kind,
        {{ name_in_a_sentence('area_name') }} as area_name
    from {{ ref('int_areas_named') }}
    where area_kind in ('country', 'group', 'region')
),

balances as (
    select
        figures.release_month,
        areas.area_name,
        areas.area_kind,
        series.flow,
        figures.figure,
        figures.value_used,
        cast(sign(figures.unrounded_value) as integer) as level_sign,
        cast(sign(changes.unrounded_value) as integer) as change_sign,
        abs(changes.unrounded_value) as change_size,
        sign(figures.unrounded_value - changes.unrounded_value) as prior_sign,
        {{ linked(money('figures.value_used'), 'figures.figure') }} as linked_level,
        {{ linked(money('changes.value_used'), 'changes.figure') }} as linked_change
    from figures
    inner join series
        on figures.figure = series.series_id
    inner join areas
        on series.area_id = areas.area_id
    left join figures as changes
        on
            figures.release_month = changes.release_month
            and figures.figure || '_change' = changes.figure
),

lists as (
    select
        release_month,
        level_sign,
        {{ dbt.listagg(
            "area_name || ' (' || "
            ~ linked("'$' || cast(abs(value_used) as varchar)", 'figure') ~ " || ')'",
            "', '",
            "order by abs(value_used) desc, area_name"
        ) }} as area_list
    from balances
    where flow = 'balance' and value_used <> 0
    group by release_month, level_sign
),

ranked as (
    select
        *,
        row_number() over (
            partition by release_month order by change_size desc, area_name asc
        ) as place
    from balances
    where flow = 'balance' and area_kind = 'country' and change_size > 0
),

final as (
    select
        release_month,
        case level_sign when 1 then 10 else 20 end as sentence,
        0 as level,
        'The {month} figures show '
        || case level_sign when 1 then 'surpluses' else 'deficits' end
        || ', in billions of dollars, with ' || area_list || '.' as sentence_text
    from lists
    union all
    select
        ranked.release_month,
        30 + ranked.place as sentence,
        1 as level,
        {{ country_movement('ranked') }}
        || coalesce(
            ' Exports ' || {{ flow_movement('exports') }}
            || ' and imports ' || {{ flow_movement('imports') }} || '.',
            ''
        ) as sentence_text
    from ranked
    left join balances as exports
        on
            {{ same('ranked', 'exports', ['release_month', 'area_name']) }}
            and exports.flow = 'exports'
    left join balances as imports
        on
            {{ same('ranked', 'imports', ['release_month', 'area_name']) }}
            and imports.flow = 'imports'
    where ranked.place <= 3
)

select * from final
