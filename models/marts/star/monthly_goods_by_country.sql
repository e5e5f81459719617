{{ newest_areas('month', 'census', ['country'], 'country') }}
