-- A view over the ledger: of every series and period the row that nothing held
-- supersedes.
with ledger as (
    select * from {{ ref('fct_trade_values') }}
    where valid_to_release is null
),

-- Figures stood together where the first print of the newest of them is no later than
-- the last print of any.
sums_of_months as (
    select
        sums.series_id,
        sums.period_kind,
        sums.period_start,
        sums.period_end,
        count(*) as month_count,
        max(months.valid_from_release) as newest_month_from,
        min(months.last_printed_release) as oldest_month_to
    from ledger as sums
    inner join ledger as months
        on
            sums.series_id = months.series_id
            and sums.period_start <= months.period_start
            and sums.period_end >= months.period_end
    where
        sums.period_kind <> 'month'
        and months.period_kind = 'month'
    group by
        sums.series_id,
        sums.period_kind,
        sums.period_start,
        sums.period_end
)

select
    ledger.*,
    case
        when
            sums_of_months.month_count
            = {{ month_number('ledger.period_end') }}
            - {{ month_number('ledger.period_start') }} + 1
            then
                greatest(
                    ledger.valid_from_release, sums_of_months.newest_month_from
                ) <= least(
                    ledger.last_printed_release, sums_of_months.oldest_month_to
                )
    end as is_of_one_release
from ledger
left join sums_of_months
    on
        {{ same_series_and_period('ledger', 'sums_of_months') }}
