with recorded as (
    select * from {{ ref('int_figures_recorded') }}
),

vintage_spans as (
    select * from {{ ref('int_vintage_spans') }}
),

releases as (
    select * from {{ ref('releases') }}
),

-- The vintage ledger counts as printing, in each of its releases, every month it
-- carries.
vintage_figures as (
    select
        releases.release_month,
        vintage_spans.series_id,
        'month' as period_kind,
        vintage_spans.month as period_start,
        vintage_spans.month as period_end,
        vintage_spans.value,
        vintage_spans.half_unit,
        'printed' as evidence,
        vintage_spans.exhibit,
        'all' as block,
        vintage_spans.precedence,
        releases.release_month as carried_by_release_month,
        false as is_as_published,
        vintage_spans.seed,
        vintage_spans.seed_row,
        cast(null as integer) as source_row,
        false as is_contradicted
    from vintage_spans
    inner join releases
        on {{ stood_in('releases.release_month', 'vintage_spans') }}
    where releases.vintage_first_seen is not null
),

figures as (
    select * from recorded
    union all
    select * from vintage_figures
),

final as (
    select
        *,
        -- Several files carry the same figure of a release; the one with most digits
        -- speaks for it. That they agree is tested ("one figure, one value").
        row_number() over (
            partition by
                release_month, series_id, period_kind, period_start, period_end
            order by
                is_contradicted asc,
                is_as_published asc,
                half_unit asc,
                precedence asc,
                block desc
        ) = 1
        and not is_contradicted as is_preferred
    from figures
)

select * from final
