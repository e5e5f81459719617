with changes as (
    select * from {{ ref('int_values_changed') }}
),

figures_printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred
),

series as (
    select * from {{ ref('int_series_listed') }}
),

-- That nothing held supersedes a value does not say that later releases print it.
prints_in_turn as (
    select
        *,
        lead(value) over (
            partition by series_id, period_kind, period_start, period_end
            order by release_month
        ) as next_value
    from figures_printed
),

final as (
    select
        cast(changes.series_id as varchar) as series_id,
        {%- for column in series_columns() + ['unit'] %}
        cast(series.{{ column }} as varchar) as {{ column }},
        {%- endfor %}
        cast(changes.period_kind as varchar) as period_kind,
        cast(changes.period_start as date) as period_start,
        cast(changes.period_end as date) as period_end,
        cast(changes.valid_from_release as date) as valid_from_release,
        cast(changes.valid_to_release as date) as valid_to_release,
        cast(last_prints.release_month as date) as last_printed_release,
        cast(changes.value as decimal(18, 6)) as value,
        cast(
            case
                when series.measure in {{ dollar_measures() }} then changes.value
            end as decimal(18, 6)
        ) as value_musd,
        cast(changes.half_unit as decimal(18, 7)) as half_unit,
        cast(changes.evidence as varchar) as evidence,
        cast(changes.exhibit as varchar) as exhibit,
        cast(changes.carried_by_release_month as date) as carried_by_release_month,
        cast(changes.seed as varchar) as seed,
        cast(changes.seed_row as varchar) as seed_row,
        cast(changes.source_row as integer) as source_row
    from changes
    inner join series
        on changes.series_id = series.series_id
    left join prints_in_turn as last_prints
        on
            {{ same_series_and_period('changes', 'last_prints') }}
            and last_prints.value is distinct from last_prints.next_value
            and {{ stood_in('last_prints.release_month', 'changes') }}
)

select * from final
