{{ bilateral_balances_as_of() }}
