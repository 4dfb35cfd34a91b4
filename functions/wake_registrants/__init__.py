"""A function: ends pauses whose days are over."""
