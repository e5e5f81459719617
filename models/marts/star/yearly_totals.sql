{{ newest_totals('year') }}
