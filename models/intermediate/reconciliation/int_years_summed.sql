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
        checked.exhibit,
        checked.precedence,
        checked.release_month,
        checked.carried_by_release_month,
        checked.series_id,
        {{ all_series_columns('checked') }},
        'year' as period_kind,
        min(checked.period_start) as period_start,
        max(checked.period_end) as period_end,
        coalesce(
            max(checked.value) filter (where checked.period_kind = 'year'),
            case
                when
                    count(checked.value) filter (
                        where checked.period_kind = 'month'
                    ) = 12
                    then sum(checked.value) filter (where checked.period_kind = 'month')
            end
        ) as value,
        coalesce(
            max(checked.half_unit) filter (where checked.period_kind = 'year'),
            sum(checked.half_unit) filter (where checked.period_kind = 'month')
        ) as half_units,
        max(checked.source_row) filter (
            where checked.period_kind = 'year'
        ) as source_row
    from checked
    group by
        checked.exhibit,
        checked.precedence,
        checked.release_month,
        checked.carried_by_release_month,
        checked.series_id,
        {{ all_series_columns('checked') }},
        extract(year from checked.period_end)
    having
        count(*) filter (where checked.period_kind = 'year') = 1
        or count(*) filter (where checked.period_kind = 'month') = 12
)

select * from final
