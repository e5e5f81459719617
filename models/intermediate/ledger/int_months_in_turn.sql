-- The months of totals, categories and countries in turn, as they were known at the
-- release of a month and as they are known now: of each the newest print until then. A
-- run of months ends where one is missing: nothing is said over a gap.
{%- set of_one_series = "partition by series_id, known_by order by month_number" %}
with prints as (
    select
        release_values.series_id,
        release_values.release_month,
        release_values.period_start as month,
        {{ month_number('release_values.period_start') }} as month_number,
        release_values.value_musd
    from {{ ref('int_release_values') }} as release_values
    inner join {{ ref('categories') }} as categories
        on release_values.category_id = categories.category_id
    inner join {{ ref('int_areas_named') }} as areas
        on release_values.area_id = areas.area_id
    where
        release_values.period_kind = 'month'
        and release_values.measure = 'value'
        and categories.scheme in ('sector', 'end_use', 'services', 'petroleum')
        and areas.area_kind in ('world', 'country')
),

spans as (
    select
        *,
        lead(release_month) over (partition by series_id, month order by release_month)
            as next_release_month
    from prints
),

-- The end of time is a release that knows everything.
known_by as (
    select
        series_id,
        month as known_by
    from prints
    where month = release_month
    union all
    select distinct
        series_id,
        cast('9999-12-01' as date) as known_by
    from prints
),

known as (
    select
        known_by.known_by,
        spans.*
    from known_by
    inner join spans
        on
            known_by.series_id = spans.series_id
            and known_by.known_by >= spans.release_month
            and known_by.known_by
            < coalesce(spans.next_release_month, cast('9999-12-31' as date))
),

numbered as (
    select
        *,
        month_number - row_number() over ({{ of_one_series }}) as run_number
    from known
),

changed as (
    select
        *,
        value_musd - lag(value_musd) over (
            partition by series_id, known_by, run_number order by month_number
        ) as change_musd
    from numbered
),

turned as (
    select
        *,
        case
            when sign(change_musd) = lag(sign(change_musd)) over ({{ of_one_series }})
                then 0
            else 1
        end as is_turn
    from changed
),

streaks as (
    select
        *,
        sum(is_turn) over ({{ of_one_series }} rows unbounded preceding)
            as streak_number
    from turned
),

final as (
    select
        series_id,
        known_by,
        month,
        month_number,
        run_number,
        release_month,
        value_musd,
        change_musd,
        sign(change_musd) * row_number() over (
            partition by series_id, known_by, streak_number order by month_number
        ) as streak_months
    from streaks
)

select * from final
