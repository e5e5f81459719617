with ledger as (
    select * from {{ ref('fct_trade_values') }}
    where period_kind = 'month' and value_musd is not null
),

numbered as (
    select
        *,
        row_number() over (
            partition by series_id, period_start order by valid_from_release
        ) as print_number,
        lag(value_musd) over (
            partition by series_id, period_start order by valid_from_release
        ) as previous_value_musd
    from ledger
),

-- Only the release of the month itself prints it first. The holdings begin in the
-- middle of the story: of most months the first print is not held, and stays null.
first_prints as (
    select
        series_id,
        period_start,
        value_musd as first_print_musd
    from numbered
    where
        print_number = 1
        and valid_from_release = period_start
        and evidence in ('printed', 'quoted')
),

final as (
    select
        cast(numbered.series_id as varchar) as series_id,
        cast(numbered.period_start as date) as month,
        cast(numbered.valid_from_release as date) as release_month,
        cast(numbered.valid_to_release as date) as superseded_by_release,
        cast(numbered.print_number as integer) as print_number,
        cast(
            numbered.print_number = 1 and first_prints.first_print_musd is not null
            as boolean
        ) as is_first_print,
        cast(numbered.valid_to_release is null as boolean) as is_latest_held,
        cast(numbered.value_musd as decimal(18, 6)) as value_musd,
        cast(numbered.previous_value_musd as decimal(18, 6)) as previous_value_musd,
        cast(
            numbered.value_musd - numbered.previous_value_musd as decimal(18, 6)
        ) as revision_musd,
        cast(
            {{ percent_change('numbered.value_musd', 'numbered.previous_value_musd') }}
            as decimal(18, 6)
        ) as revision_pct,
        cast(first_prints.first_print_musd as decimal(18, 6)) as first_print_musd,
        cast(
            numbered.value_musd - first_prints.first_print_musd as decimal(18, 6)
        ) as revision_from_first_print_musd
    from numbered
    left join first_prints
        on
            numbered.series_id = first_prints.series_id
            and numbered.period_start = first_prints.period_start
)

select * from final
