{{ headline_trade_as_of() }}
