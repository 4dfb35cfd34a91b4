"""Compares what is stored with what is written down, both ways."""
