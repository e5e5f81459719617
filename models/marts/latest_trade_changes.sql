{{ trade_changes_as_of() }}
