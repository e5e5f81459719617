"""Reads the official files. All that is not as expected is a TradegapError that says where."""
