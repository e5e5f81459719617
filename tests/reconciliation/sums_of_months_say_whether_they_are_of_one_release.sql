-- What: the last release that printed a value of the ledger is the last one held before
-- another value stood, and is_of_one_release of latest_trade_values is true exactly for
-- a quarter, year or year to date that some release held printed or knew together with
-- all its months as they are shown. Where it is true, whole millions of the months add
-- to it within (n + 1) / 2, but for series whose sums the agencies do not hold to add.
-- When it matters: a year beside months of a later release misses their sum.
-- If it fails: look at last_printed_release of fct_trade_values, and at
-- latest_trade_values.
with ledger as (
    select * from {{ ref('fct_trade_values') }}
),

latest_values as (
    select * from {{ ref('latest_trade_values') }}
),

printed as (
    select * from {{ ref('int_figures_printed') }}
    where is_preferred
),

-- Of all prints of a period the newest is the last one of its newest value.
last_prints as (
    select
        series_id,
        period_kind,
        period_start,
        period_end,
        max(release_month) as last_printed_release
    from printed
    group by series_id, period_kind, period_start, period_end
),

other_last_prints as (
    select
        ledger.series_id,
        ledger.period_kind,
        ledger.period_start,
        ledger.period_end,
        'last print' as what
    from ledger
    inner join last_prints
        on {{ same_series_and_period('ledger', 'last_prints') }}
    left join printed
        on
            {{ same_series_and_period('ledger', 'printed') }}
            and ledger.last_printed_release = printed.release_month
    where
        printed.value is distinct from ledger.value
        or (
            ledger.valid_to_release is null
            and ledger.last_printed_release
            is distinct from last_prints.last_printed_release
        )
        or ledger.last_printed_release >= ledger.valid_to_release
),

lost as (
    select
        last_prints.series_id,
        last_prints.period_kind,
        last_prints.period_start,
        last_prints.period_end,
        'lost' as what
    from last_prints
    left join latest_values
        on {{ same_series_and_period('last_prints', 'latest_values') }}
    where latest_values.series_id is null
),

-- Series of which a sum is known not to add.
series_that_miss as (
    select distinct series_id from {{ ref('fct_identity_checks') }}
    where status in ('recorded', 'reviewed')
),

sums as (
    select
        latest_values.*,
        {{ month_number('latest_values.period_end') }}
        - {{ month_number('latest_values.period_start') }} + 1 as months_wanted,
        last_prints.last_printed_release as last_print
    from latest_values
    inner join last_prints
        on
            {{ same_series_and_period('latest_values', 'last_prints') }}
    where latest_values.period_kind <> 'month'
),

-- A month stands apart from the sum where its first print came after the last one of
-- the sum or of another month, or its last before their first.
months as (
    select
        sums.series_id,
        sums.period_kind,
        sums.period_start,
        sums.period_end,
        count(*) as months_held,
        sum(latest_values.value) as month_sum,
        max(latest_values.valid_from_release) as last_first_print,
        min(last_prints.last_printed_release) as first_last_print
    from sums
    inner join latest_values
        on
            sums.series_id = latest_values.series_id
            and latest_values.period_kind = 'month'
            and latest_values.period_start
            between sums.period_start and sums.period_end
    inner join last_prints
        on
            {{ same_series_and_period('latest_values', 'last_prints') }}
    group by
        sums.series_id,
        sums.period_kind,
        sums.period_start,
        sums.period_end
),

said_wrong as (
    select
        sums.series_id,
        sums.period_kind,
        sums.period_start,
        sums.period_end,
        'is_of_one_release' as what
    from sums
    left join months
        on
            {{ same_series_and_period('sums', 'months') }}
    left join series_that_miss
        on sums.series_id = series_that_miss.series_id
    where
        sums.is_of_one_release is distinct from case
            when months.months_held = sums.months_wanted
                then
                    sums.valid_from_release <= months.first_last_print
                    and months.last_first_print <= sums.last_print
                    and months.last_first_print <= months.first_last_print
        end
        -- Money in whole millions: half of the last digit of each month and of the sum.
        or (
            sums.is_of_one_release
            and sums.measure = 'value'
            and sums.price_basis = 'current'
            and abs(sums.value - months.month_sum) > (sums.months_wanted + 1) / 2.0
            and series_that_miss.series_id is null
        )
),

months_marked as (
    select
        series_id,
        period_kind,
        period_start,
        period_end,
        'a month is no sum' as what
    from latest_values
    where period_kind = 'month' and is_of_one_release is not null
)

select * from other_last_prints
union all
select * from lost
union all
select * from said_wrong
union all
select * from months_marked
