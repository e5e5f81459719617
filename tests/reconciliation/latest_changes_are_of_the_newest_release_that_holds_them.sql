-- What: each change, mean and sum of latest_trade_changes is that of the newest release
-- of fct_trade_changes that has it, which is named beside it, so that no older release
-- has a change that the view lacks. Where none has a change from the month or the year
-- before, it is between the newest values of the two months, names the release of each,
-- and is marked; it is null only where no release holds the earlier month.
-- When it matters: a year-on-year change that is held looks as if it were not.
-- If it fails: look at the macro trade_changes_as_of.
{%- set parts = {
    'month_change': ['previous_month_musd', 'month_change_pct'],
    'year_change': ['year_ago_musd', 'year_change_pct'],
    'ytd': [],
    'ytd_change': ['year_ago_ytd_musd', 'ytd_change_pct'],
    'avg3': [],
    'avg3_month_change': ['previous_avg3_musd', 'avg3_month_change_pct'],
    'avg3_year_change': ['year_ago_avg3_musd', 'avg3_year_change_pct'],
    'avg12': [],
    'avg12_month_change': ['previous_avg12_musd', 'avg12_month_change_pct'],
    'avg12_year_change': ['year_ago_avg12_musd', 'avg12_year_change_pct'],
} %}
{%- set across = {
    'month_change': 'previous_month_musd', 'year_change': 'year_ago_musd',
} %}
with shown as (
    select * from {{ ref('latest_trade_changes') }}
),

facts as (
    select * from {{ ref('fct_trade_changes') }}
),

values_in_turn as (
    select
        series_id,
        release_month,
        value_musd,
        period_start as month,
        row_number() over (
            partition by series_id, period_start order by release_month desc
        ) as age_rank
    from {{ ref('int_release_values') }}
    where period_kind = 'month'
),

newest_values as (
    select * from values_in_turn
    where age_rank = 1
),

compared as (
    select
        coalesce(shown.series_id, facts.series_id) as series_id,
        coalesce(shown.month, facts.month) as month,
        facts.release_month as release_compared,
        case
            when shown.series_id is null then 'row lost'
            when facts.series_id is null then 'row of no release'
            when
                newest_values.series_id is null
                or shown.release_month <> newest_values.release_month
                or shown.value_musd <> newest_values.value_musd
                then 'not the newest value'
            {%- for part, columns in parts.items() %}
            {%- set is_across = 'coalesce(shown.is_' ~ part ~ '_across_releases, false)'
                if part in across else 'false' %}
            when
                facts.{{ part }}_musd is not null
                and (
                    {{ is_across }}
                    or facts.release_month > coalesce(
                        shown.{{ part }}_release_month, cast('1900-01-01' as date)
                    )
                )
                then '{{ part }}: a newer release has it'
            when
                facts.release_month = shown.{{ part }}_release_month
                and not {{ is_across }}
                and (
                    facts.{{ part }}_musd is null
                    or facts.{{ part }}_musd is distinct from shown.{{ part }}_musd
                    {%- for column in columns %}
                    or facts.{{ column }} is distinct from shown.{{ column }}
                    {%- endfor %}
                )
                then '{{ part }}: not what its release has'
            when
                shown.{{ part }}_musd is null
                and shown.{{ part }}_release_month is not null
                or shown.{{ part }}_musd is not null
                and shown.{{ part }}_release_month is null
                then '{{ part }}: a release without a figure, or a figure without'
            {%- endfor %}
            {%- for part, base in across.items() %}
            when
                shown.is_{{ part }}_across_releases
                <> (
                    shown.{{ part }}_release_month
                    <> shown.{{ part }}_base_release_month
                )
                or shown.is_{{ part }}_across_releases is null
                and shown.{{ part }}_musd is not null
                then '{{ part }}: marked wrongly'
            when
                shown.{{ part }}_musd is null
                and {{ part }}_bases.value_musd is not null
                then '{{ part }}: null, though both months are held'
            when
                shown.is_{{ part }}_across_releases
                and (
                    shown.{{ part }}_release_month is distinct from shown.release_month
                    or shown.{{ part }}_base_release_month
                    is distinct from {{ part }}_bases.release_month
                    or shown.{{ base }} is distinct from {{ part }}_bases.value_musd
                    or shown.{{ part }}_musd is distinct from
                    newest_values.value_musd - {{ part }}_bases.value_musd
                    or (
                        sign(shown.{{ base }}) = sign(newest_values.value_musd)
                        and newest_values.value_musd <> 0
                        and coalesce(
                            abs(
                                shown.{{ part }}_pct / 100 * shown.{{ base }}
                                - shown.{{ part }}_musd
                            ) > 0.00000001 * abs(shown.{{ base }}),
                            true
                        )
                    )
                )
                then '{{ part }}: not between the newest values'
            {%- endfor %}
        end as what
    from shown
    full outer join facts
        on
            shown.series_id = facts.series_id
            and shown.month = facts.month
    left join newest_values
        on
            shown.series_id = newest_values.series_id
            and shown.month = newest_values.month
    left join newest_values as month_change_bases
        on
            shown.series_id = month_change_bases.series_id
            and {{ months_before('shown.month', 1) }} = month_change_bases.month
    left join newest_values as year_change_bases
        on
            shown.series_id = year_change_bases.series_id
            and {{ months_before('shown.month', 12) }} = year_change_bases.month
)

select * from compared
where what is not null
union all
select
    newest_values.series_id,
    newest_values.month,
    newest_values.release_month as release_compared,
    'no row of fct_trade_changes' as what
from newest_values
left join facts
    on
        newest_values.series_id = facts.series_id
        and newest_values.month = facts.month
        and newest_values.release_month = facts.release_month
where facts.series_id is null
