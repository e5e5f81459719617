{{ newest_totals('year', 'year') }}
