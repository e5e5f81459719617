{{ newest_categories('services_by_category') }}
