{{ newest_real_categories() }}
