"""Stacks that hold data (identity, records, evidence), and stacks that hold code and read from them."""
