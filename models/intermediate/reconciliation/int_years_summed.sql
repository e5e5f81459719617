-- Every year an exhibit gives: as printed, else as the sum of its twelve months.
with checked as (
    select * from {{ ref('int_figures_checked') }}
    where
        is_listed
        and is_first_in_exhibit
        and not is_as_published
        and period_kind in ('year', 'month')
),

final as (
    select
        exhibit,
        precedence,
        release_month,
        carried_by_release_month,
        series_id,
        {{ all_series_columns() }},
        'year' as period_kind,
        min(period_start) as period_start,
        max(period_end) as period_end,
        coalesce(
            max(value) filter (where checked.period_kind = 'year'),
            case
                when count(value) filter (where checked.period_kind = 'month') = 12
                    then sum(value) filter (where checked.period_kind = 'month')
            end
        ) as value,
        coalesce(
            max(half_unit) filter (where checked.period_kind = 'year'),
            sum(half_unit) filter (where checked.period_kind = 'month')
        ) as half_units,
        max(source_row) filter (where checked.period_kind = 'year') as source_row
    from checked
    group by
        exhibit,
        precedence,
        release_month,
        carried_by_release_month,
        series_id,
        {{ all_series_columns() }},
        extract(year from period_end)
    having
        count(*) filter (where checked.period_kind = 'year') = 1
        or count(*) filter (where checked.period_kind = 'month') = 12
)

select * from final
