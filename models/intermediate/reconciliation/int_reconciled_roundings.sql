-- The same figure printed with decimals and rounded to the million: supplement 3s
-- against exhibits 5 and 12, 4s against every country of exhibit 14.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where is_listed and exhibit <> 'bop_totals_vintages'
),

unrounded as (
    select * from checked
    where measure = 'unrounded_value'
),

rounded as (
    select
        *,
        row_number() over (
            partition by
                release_month, series_id, period_kind, period_start, period_end
            order by is_as_published asc, precedence asc, block desc
        ) as source_rank
    from checked
    where measure = 'value'
),

final as (
    select
        'unrounded figures round to the printed ones' as identity_name,
        unrounded.exhibit,
        rounded.exhibit as counter_exhibit,
        unrounded.block,
        unrounded.carried_by_release_month,
        unrounded.release_month,
        unrounded.series_id,
        unrounded.period_kind,
        unrounded.period_start,
        unrounded.period_end,
        rounded.value as expected_value,
        unrounded.value as actual_value,
        unrounded.half_unit + rounded.half_unit as tolerance,
        unrounded.source_row
    from unrounded
    inner join rounded
        on
            {{ same_series_but('unrounded', 'rounded', ['measure']) }}
            and {{ same_release_and_period('unrounded', 'rounded') }}
            and unrounded.valuation = rounded.valuation
            and unrounded.export_kind = rounded.export_kind
    where rounded.source_rank = 1
)

select * from final
