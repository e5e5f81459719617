{{ trade_balances_as_of() }}
