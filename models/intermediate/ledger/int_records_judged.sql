-- Whether a month was a record, judged at a release by what was known then: the months
-- that the release holds, and each older one as the newest release before it has it.
with release_values as (
    select
        release_month,
        series_id,
        value_musd,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

-- Most series are too short for any judgement, and so are all of them at first: the
-- release with which enough months are known is the first to judge.
months_known as (
    select
        series_id,
        min(release_month) as known_from_release,
        row_number() over (
            partition by series_id order by min(release_month)
        ) as month_count
    from release_values
    group by series_id, month
),

long_series as (
    select
        series_id,
        known_from_release as judged_from_release
    from months_known
    where month_count = {{ var('record_least_months') }} + 1
),

compared_values as (
    select
        release_values.*,
        lag(release_values.value_musd) over (
            partition by release_values.series_id, release_values.month
            order by release_values.release_month
        ) as previous_value_musd
    from release_values
    inner join long_series
        on release_values.series_id = long_series.series_id
),

-- The spans in which a value stood, derived ones too, which the ledger does not have.
spans as (
    select
        series_id,
        month,
        month_number,
        value_musd,
        release_month as valid_from_release,
        lead(release_month) over (
            partition by series_id, month order by release_month
        ) as valid_to_release
    from compared_values
    where value_musd is distinct from previous_value_musd
),

series_of_releases as (
    select distinct
        compared_values.series_id,
        compared_values.release_month
    from compared_values
    inner join long_series
        on
            compared_values.series_id = long_series.series_id
            and compared_values.release_month >= long_series.judged_from_release
),

known_values as (
    select
        series_of_releases.release_month,
        spans.series_id,
        spans.month,
        spans.month_number,
        spans.value_musd
    from series_of_releases
    inner join spans
        on
            series_of_releases.series_id = spans.series_id
            and {{ stood_in('series_of_releases.release_month', 'spans') }}
),

judged as (
    {{ records_judged(
        'select * from known_values', ['release_month', 'series_id'],
    ) }}
),

final as (
    select
        release_month,
        series_id,
        month,
        months_compared,
        is_record_high,
        is_record_low,
        highest_before_musd,
        highest_before_month,
        lowest_before_musd,
        lowest_before_month
    from judged
    where is_judged
)

select * from final
