{{ newest_totals('month', 'month') }}
