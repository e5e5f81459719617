-- What: of the last month that a release holds of a series, the record, its month and
-- the number of months compared are those of all earlier months known at the release,
-- each as the newest release up to it has it, if the months before are known without a
-- gap, as many as record_least_months; else nothing is judged. So, too, of the last
-- month that latest_trade_changes shows, by what is known now. From a month to the next
-- of the same release, or of the view, the record is the higher of record and value.
-- When it matters: a record that is none is the headline.
-- If it fails: look at the macro records_judged, and at int_records_judged.
{%- set least = var('record_least_months') %}
with release_values as (
    select
        series_id,
        release_month,
        value_musd,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

-- The end of time is a release that knows everything and prints what is newest.
judged as (
    select
        series_id,
        month,
        release_month as known_by,
        {{ month_number('month') }} as month_number,
        value_musd,
        months_compared,
        is_record_high,
        is_record_low,
        highest_before_musd,
        highest_before_month,
        lowest_before_musd,
        lowest_before_month
    from {{ ref('fct_trade_changes') }}
    union all
    select
        series_id,
        month,
        cast('9999-12-01' as date) as known_by,
        {{ month_number('month') }} as month_number,
        value_musd,
        months_compared,
        is_record_high,
        is_record_low,
        highest_before_musd,
        highest_before_month,
        lowest_before_musd,
        lowest_before_month
    from {{ ref('latest_trade_changes') }}
),

in_turn as (
    select
        *,
        row_number() over (
            partition by series_id, known_by order by month desc
        ) as age_rank,
        lag(month_number) over series_months as last_month_number,
        lag(month) over series_months as last_month,
        lag(value_musd) over series_months as last_value_musd,
        lag(months_compared) over series_months as last_months_compared,
        lag(highest_before_musd) over series_months as last_highest_musd,
        lag(highest_before_month) over series_months as last_highest_month,
        lag(lowest_before_musd) over series_months as last_lowest_musd,
        lag(lowest_before_month) over series_months as last_lowest_month
    from judged
    window series_months as (partition by series_id, known_by order by month)
),

last_months as (
    select * from in_turn
    where age_rank = 1
),

-- Of every earlier month the newest print by then.
newest_prints as (
    select
        last_months.series_id,
        last_months.known_by,
        last_months.month_number as judged_month_number,
        release_values.month,
        max(release_values.release_month) as release_month
    from last_months
    inner join release_values
        on
            last_months.series_id = release_values.series_id
            and last_months.known_by >= release_values.release_month
            and last_months.month_number > release_values.month_number
    group by
        last_months.series_id,
        last_months.known_by,
        last_months.month_number,
        release_values.month
),

known_values as (
    select
        newest_prints.series_id,
        newest_prints.known_by,
        newest_prints.judged_month_number - release_values.month_number as months_ago,
        newest_prints.month,
        release_values.value_musd
    from newest_prints
    inner join release_values
        on
            newest_prints.series_id = release_values.series_id
            and newest_prints.month = release_values.month
            and newest_prints.release_month = release_values.release_month
),

extremes as (
    select
        series_id,
        known_by,
        count(*) as months_known,
        max(value_musd) as highest_musd,
        min(value_musd) as lowest_musd
    from known_values
    group by series_id, known_by
    having count(*) filter (where months_ago <= {{ least }}) = {{ least }}
),

holders as (
    select
        known_values.series_id,
        known_values.known_by,
        min(known_values.month) filter (
            where known_values.value_musd = extremes.highest_musd
        ) as highest_month,
        min(known_values.month) filter (
            where known_values.value_musd = extremes.lowest_musd
        ) as lowest_month
    from known_values
    inner join extremes
        on
            known_values.series_id = extremes.series_id
            and known_values.known_by = extremes.known_by
    group by known_values.series_id, known_values.known_by
),

wrong_last_months as (
    select
        last_months.series_id,
        last_months.known_by,
        last_months.month,
        'what was known' as what
    from last_months
    left join extremes
        on
            last_months.series_id = extremes.series_id
            and last_months.known_by = extremes.known_by
    left join holders
        on
            extremes.series_id = holders.series_id
            and extremes.known_by = holders.known_by
    where
        last_months.months_compared is distinct from extremes.months_known
        or last_months.highest_before_musd is distinct from extremes.highest_musd
        or last_months.lowest_before_musd is distinct from extremes.lowest_musd
        or (
            extremes.months_known is not null
            and (
                last_months.highest_before_month is distinct from holders.highest_month
                or last_months.lowest_before_month is distinct from holders.lowest_month
            )
        )
),

wrong_steps as (
    select
        series_id,
        known_by,
        month,
        'step from the month before' as what
    from in_turn
    where
        last_month_number = month_number - 1
        and last_months_compared is not null
        and (
            months_compared is distinct from last_months_compared + 1
            or highest_before_musd
            is distinct from greatest(last_highest_musd, last_value_musd)
            or lowest_before_musd
            is distinct from least(last_lowest_musd, last_value_musd)
            or highest_before_month is distinct from case
                when last_value_musd > last_highest_musd then last_month
                else last_highest_month
            end
            or lowest_before_month is distinct from case
                when last_value_musd < last_lowest_musd then last_month
                else last_lowest_month
            end
        )
),

wrong_flags as (
    select
        series_id,
        known_by,
        month,
        'record' as what
    from judged
    where
        is_record_high is distinct from (value_musd > highest_before_musd)
        or is_record_low is distinct from (value_musd < lowest_before_musd)
)

select * from wrong_last_months
union all
select * from wrong_steps
union all
select * from wrong_flags
