"""The analysts' door."""
