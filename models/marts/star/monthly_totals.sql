{{ newest_totals('month') }}
