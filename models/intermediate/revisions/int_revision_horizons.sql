-- A first print and what a later release holds of the same month: its value, and its
-- change from the month before within each of the two releases. A release that is not
-- held gives no row; its value is never taken from a neighbour.
with prints as (
    select * from {{ ref('int_prints_in_turn') }}
),

first_prints as (
    select * from prints
    where is_first_print
),

newest_prints as (
    select
        series_id,
        month,
        max(release_month) as release_month
    from prints
    group by series_id, month
),

wanted as (
    {%- for months in [1, 2, 3, 6, 12] %}
    select
        series_id,
        month,
        value_musd,
        '{{ months }}' as horizon,
        {{ months }} as horizon_months,
        {{ months_before('month', -months) }} as release_month
    from first_prints
    union all
    {%- endfor %}
    select
        first_prints.series_id,
        first_prints.month,
        first_prints.value_musd,
        'latest' as horizon,
        cast(null as integer) as horizon_months,
        newest_prints.release_month
    from first_prints
    inner join newest_prints
        on
            first_prints.series_id = newest_prints.series_id
            and first_prints.month = newest_prints.month
            and first_prints.month < newest_prints.release_month
),

compared as (
    select
        wanted.series_id,
        wanted.month,
        wanted.horizon,
        wanted.horizon_months,
        wanted.release_month,
        wanted.value_musd as first_print_musd,
        later.value_musd as later_value_musd,
        wanted.value_musd - first_before.value_musd as first_change_musd,
        later.value_musd - later_before.value_musd as later_change_musd
    from wanted
    inner join prints as later
        on
            wanted.series_id = later.series_id
            and wanted.month = later.month
            and wanted.release_month = later.release_month
    left join prints as first_before
        on
            wanted.series_id = first_before.series_id
            and {{ months_before('wanted.month', 1) }} = first_before.month
            and wanted.month = first_before.release_month
    left join prints as later_before
        on
            wanted.series_id = later_before.series_id
            and {{ months_before('wanted.month', 1) }} = later_before.month
            and wanted.release_month = later_before.release_month
),

final as (
    select
        *,
        later_value_musd - first_print_musd as revision_musd,
        {{ percent_change('later_value_musd', 'first_print_musd') }} as revision_pct,
        later_change_musd - first_change_musd as change_revision_musd,
        sign(later_change_musd) <> sign(first_change_musd) as is_sign_changed
    from compared
)

select * from final
