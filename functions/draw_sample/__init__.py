"""Draws the sample of each day that is over."""
