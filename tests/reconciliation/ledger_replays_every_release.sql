-- What: the ledger, read at a release, gives every figure that release printed.
-- When it matters: a span that is lost, overlaps or is dated wrongly.
-- If it fails: look at the spans of the series and period in fct_trade_values.
with printed as (
    select * from {{ ref('int_figures_printed') }}
),

replayed as (
    select
        printed.release_month,
        printed.series_id,
        printed.period_kind,
        printed.period_start,
        printed.period_end,
        printed.exhibit,
        max(printed.value) as printed_value,
        max(ledger.value) as ledger_value,
        count(ledger.value) as span_count
    from printed
    left join {{ ref('fct_trade_values') }} as ledger
        on
            printed.series_id = ledger.series_id
            and printed.period_kind = ledger.period_kind
            and printed.period_start = ledger.period_start
            and printed.period_end = ledger.period_end
            and {{ stood_in('printed.release_month', 'ledger') }}
    where printed.is_preferred
    group by
        printed.release_month,
        printed.series_id,
        printed.period_kind,
        printed.period_start,
        printed.period_end,
        printed.exhibit
)

select * from replayed
where
    span_count <> 1
    or printed_value is distinct from ledger_value
