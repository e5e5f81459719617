-- What: the spans of a series and period follow on each other without hole or overlap,
-- each with another value, and each begins in a release that printed that very value.
-- When it matters: revisions are read off the spans.
-- If it fails: look at the windows of fct_trade_values.
with ledger as (
    select
        *,
        lead(valid_from_release) over series_spans as next_valid_from_release,
        lead(value) over series_spans as next_value
    from {{ ref('fct_trade_values') }}
    window series_spans as (
        partition by series_id, period_kind, period_start, period_end
        order by valid_from_release
    )
)

select
    ledger.series_id,
    ledger.period_kind,
    ledger.period_start,
    ledger.period_end,
    ledger.valid_from_release,
    ledger.valid_to_release,
    ledger.next_valid_from_release,
    ledger.value,
    ledger.next_value,
    printed.value as printed_value
from ledger
left join {{ ref('int_figures_printed') }} as printed
    on
        ledger.series_id = printed.series_id
        and ledger.period_kind = printed.period_kind
        and ledger.period_start = printed.period_start
        and ledger.period_end = printed.period_end
        and ledger.valid_from_release = printed.release_month
        and printed.is_preferred
where
    ledger.valid_to_release is distinct from ledger.next_valid_from_release
    or ledger.value = ledger.next_value
    or ledger.value is distinct from printed.value
