"""Ends views whose lease, time or box is gone."""
