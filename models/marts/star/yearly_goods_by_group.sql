{{ newest_areas('year', 'bop', ['group', 'region'], 'area_group') }}
