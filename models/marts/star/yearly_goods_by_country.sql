{{ newest_areas('year', 'bop', ['country'], 'country') }}
