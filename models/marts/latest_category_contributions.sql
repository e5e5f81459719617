{{ category_contributions_as_of() }}
