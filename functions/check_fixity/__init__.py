"""Reads what is kept again, to the last byte."""
