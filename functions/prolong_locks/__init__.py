"""Prolongs the short locks of what is kept."""
