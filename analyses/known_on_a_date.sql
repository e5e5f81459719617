-- Question: what did the agencies know on 31 March 2024 about January 2024? (In the
-- published file: marts.trade_values_as_of.)
-- Answer: one row per series.
-- Unit: that of the series, mostly millions of U.S. dollars.
select
    series_id,
    valid_from_release as first_printed_by,
    value as value_then,
    unit
from ({{ trade_values_as_of("cast('2024-03-31' as date)") }}) as known
where period_kind = 'month' and period_start = cast('2024-01-01' as date)
order by series_id
