-- What is printed is what coverage lists: every figure it lists is there, and no other.
with figures as (
    select
        exhibit,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        is_listed,
        is_printed,
        source_row
    from {{ ref('int_figures_checked') }}
),

averages as (
    select
        exhibit,
        release_month as carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        is_listed,
        is_printed,
        source_row
    from {{ ref('int_averages_checked') }}
),

listed_or_printed as (
    select * from figures
    union all
    select * from averages
),

final as (
    select
        'what is printed is what coverage lists' as identity,
        exhibit,
        carried_by_release_month,
        release_month,
        series_id,
        period_kind,
        period_start,
        period_end,
        case when is_listed then 1 else 0 end as expected_musd,
        case when is_printed then 1 else 0 end as actual_musd,
        0 as tolerance_musd,
        source_row
    from listed_or_printed
)

select * from final
