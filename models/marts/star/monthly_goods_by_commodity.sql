{{ newest_commodities() }}
