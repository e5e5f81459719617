{%- set of_one_run = ['series_id', 'known_by', 'run_number'] %}
with months as (
    select * from {{ ref('int_months_in_turn') }}
),

series as (
    select * from {{ ref('int_series_listed') }}
),

ranked as (
    select
        months.series_id,
        months.known_by,
        months.month,
        count(earlier.month) as months_before,
        count(case when earlier.value_musd > months.value_musd then 1 end) + 1
            as rank_from_highest,
        count(case when earlier.value_musd < months.value_musd then 1 end) + 1
            as rank_from_lowest,
        max(case when earlier.value_musd >= months.value_musd then earlier.month end)
            as highest_since_month,
        max(case when earlier.value_musd <= months.value_musd then earlier.month end)
            as lowest_since_month,
        -- The same way, and as far or farther.
        max(
            case
                when
                    sign(earlier.change_musd) * sign(months.change_musd) = 1
                    and abs(earlier.change_musd) >= abs(months.change_musd)
                    then earlier.month
            end
        ) as largest_change_since_month
    from months
    left join months as earlier
        on
            {{ same('months', 'earlier', of_one_run) }}
            and months.month_number > earlier.month_number
    where months.known_by in (months.month, cast('9999-12-01' as date))
    group by months.series_id, months.known_by, months.month
),

final as (
    select
        cast(ranked.series_id as varchar) as series_id,
        cast(ranked.month as date) as month,
        cast(
            case ranked.known_by when ranked.month then 'then' else 'now' end
            as varchar
        ) as as_known,
        {%- for column in series_columns() %}
        cast(series.{{ column }} as varchar) as {{ column }},
        {%- endfor %}
        cast(months.release_month as date) as release_month,
        cast(months.value_musd as decimal(18, 6)) as value_musd,
        cast(months.change_musd as decimal(18, 6)) as month_change_musd,
        cast(ranked.months_before as integer) as months_before,
        cast(ranked.rank_from_highest as integer) as rank_from_highest,
        cast(ranked.rank_from_lowest as integer) as rank_from_lowest,
        cast(ranked.highest_since_month as date) as highest_since_month,
        cast(ranked.lowest_since_month as date) as lowest_since_month,
        cast(ranked.largest_change_since_month as date) as largest_change_since_month,
        cast(months.streak_months as integer) as streak_months
    from ranked
    inner join months
        on {{ same('ranked', 'months', ['series_id', 'known_by', 'month']) }}
    inner join series
        on ranked.series_id = series.series_id
)

select * from final
