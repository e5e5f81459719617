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
        *,
        lag(value_musd) over (
            partition by series_id, period_start order by release_month
        ) as previous_value_musd
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

-- A print that says what the one before said tells nothing new.
prints as (
    select
        series_id,
        release_month,
        value_musd,
        period_start as month,
        {{ month_number('period_start') }} as month_number
    from release_values
    where value_musd is distinct from previous_value_musd
),

-- The end of time is a release that knows everything and prints what is newest.
judged as (
    {%- for facts, known_by in [
        (ref('fct_trade_changes'), 'release_month'),
        (ref('latest_trade_changes'), "cast('9999-12-01' as date)"),
    ] %}
    select
        series_id,
        month,
        {{ known_by }} as known_by,
        {{ month_number('month') }} as month_number,
        value_musd,
        months_compared,
        is_record_high,
        is_record_low,
        highest_before_musd,
        highest_before_month,
        lowest_before_musd,
        lowest_before_month
    from {{ facts }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

ends as (
    select
        series_id,
        known_by,
        max(month) as month
    from judged
    group by series_id, known_by
),

last_months as (
    select judged.*
    from judged
    inner join ends
        on
            judged.series_id = ends.series_id
            and judged.known_by = ends.known_by
            and judged.month = ends.month
),

-- Of every earlier month the newest print by then.
newest_prints as (
    select
        last_months.series_id,
        last_months.known_by,
        last_months.month_number as judged_month_number,
        prints.month,
        max(prints.release_month) as release_month
    from last_months
    inner join prints
        on
            last_months.series_id = prints.series_id
            and last_months.known_by >= prints.release_month
            and last_months.month_number > prints.month_number
    group by
        last_months.series_id,
        last_months.known_by,
        last_months.month_number,
        prints.month
),

known_values as (
    select
        newest_prints.series_id,
        newest_prints.known_by,
        newest_prints.judged_month_number - prints.month_number as months_ago,
        newest_prints.month,
        prints.value_musd
    from newest_prints
    inner join prints
        on
            newest_prints.series_id = prints.series_id
            and newest_prints.month = prints.month
            and newest_prints.release_month = prints.release_month
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
        later.series_id,
        later.known_by,
        later.month,
        'step from the month before' as what
    from judged as earlier
    inner join judged as later
        on
            earlier.series_id = later.series_id
            and earlier.known_by = later.known_by
            and earlier.month_number = later.month_number - 1
    where
        earlier.months_compared is not null
        and (
            later.months_compared is distinct from earlier.months_compared + 1
            or later.highest_before_musd
            is distinct from greatest(earlier.highest_before_musd, earlier.value_musd)
            or later.lowest_before_musd
            is distinct from least(earlier.lowest_before_musd, earlier.value_musd)
            or later.highest_before_month is distinct from case
                when earlier.value_musd > earlier.highest_before_musd
                    then earlier.month
                else earlier.highest_before_month
            end
            or later.lowest_before_month is distinct from case
                when earlier.value_musd < earlier.lowest_before_musd
                    then earlier.month
                else earlier.lowest_before_month
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
