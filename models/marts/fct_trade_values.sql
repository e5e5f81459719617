with recorded as (
    select * from {{ ref('int_figures_recorded') }}
    where not is_contradicted
),

vintage_spans as (
    select * from {{ ref('int_vintage_spans') }}
),

figures_printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred
),

series as (
    select * from {{ ref('int_series_listed') }}
),

-- A vintage counts where its span opens, and not in every release that it stood in.
events as (
    select
        series_id,
        period_kind,
        period_start,
        period_end,
        release_month,
        value,
        half_unit,
        evidence,
        exhibit,
        block,
        precedence,
        is_as_published,
        carried_by_release_month,
        seed,
        seed_row,
        source_row
    from recorded
    union all
    select
        series_id,
        'month' as period_kind,
        month as period_start,
        month as period_end,
        valid_from_release as release_month,
        value,
        half_unit,
        'printed' as evidence,
        exhibit,
        'all' as block,
        precedence,
        false as is_as_published,
        valid_from_release as carried_by_release_month,
        seed,
        seed_row,
        cast(null as integer) as source_row
    from vintage_spans
),

ranked_events as (
    select
        *,
        row_number() over (
            partition by
                series_id, period_kind, period_start, period_end, release_month
            order by
                is_as_published asc, half_unit asc, precedence asc, block desc
        ) as source_rank
    from events
),

compared_events as (
    select
        *,
        lag(value) over (
            partition by series_id, period_kind, period_start, period_end
            order by release_month
        ) as previous_value
    from ranked_events
    where source_rank = 1
),

-- A value is written only when it changes.
changes as (
    select
        *,
        lead(release_month) over (
            partition by series_id, period_kind, period_start, period_end
            order by release_month
        ) as valid_to_release
    from compared_events
    where value is distinct from previous_value
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
        cast(series.flow as varchar) as flow,
        cast(series.category_id as varchar) as category_id,
        cast(series.area_id as varchar) as area_id,
        cast(series.basis as varchar) as basis,
        cast(series.valuation as varchar) as valuation,
        cast(series.export_kind as varchar) as export_kind,
        cast(series.price_basis as varchar) as price_basis,
        cast(series.seasonal_adjustment as varchar) as seasonal_adjustment,
        cast(series.measure as varchar) as measure,
        cast(series.unit as varchar) as unit,
        cast(changes.period_kind as varchar) as period_kind,
        cast(changes.period_start as date) as period_start,
        cast(changes.period_end as date) as period_end,
        cast(changes.release_month as date) as valid_from_release,
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
            and changes.release_month <= last_prints.release_month
            and last_prints.release_month
            < coalesce(changes.valid_to_release, cast('9999-12-01' as date))
)

select * from final
