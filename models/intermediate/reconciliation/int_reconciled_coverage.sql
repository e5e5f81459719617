-- Identity "coverage": every figure that coverage lists is there, and no other.
with expected as (
    select * from {{ ref('int_figures_expected') }}
),

printed as (
    select * from {{ ref('int_figures_printed') }}
),

final as (
    select
        'what is printed is what coverage lists' as identity,
        coalesce(expected.exhibit, printed.exhibit) as exhibit,
        coalesce(expected.carried_by_release_month, printed.carried_by_release_month)
            as carried_by_release_month,
        coalesce(expected.release_month, printed.release_month) as release_month,
        coalesce(expected.series_id, printed.series_id) as series_id,
        coalesce(expected.period_kind, printed.period_kind) as period_kind,
        coalesce(expected.period_start, printed.period_start) as period_start,
        coalesce(expected.period_end, printed.period_end) as period_end,
        case when expected.series_id is not null then 1 else 0 end as expected_musd,
        case when printed.series_id is not null then 1 else 0 end as actual_musd,
        0 as tolerance_musd,
        printed.source_row
    from expected
    full outer join printed
        on
            expected.exhibit = printed.exhibit
            and expected.carried_by_release_month = printed.carried_by_release_month
            and expected.is_as_published = printed.is_as_published
            and expected.series_id = printed.series_id
            and expected.period_kind = printed.period_kind
            and expected.period_start = printed.period_start
            and expected.period_end = printed.period_end
)

select * from final
