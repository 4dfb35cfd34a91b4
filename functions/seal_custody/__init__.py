"""Seals new custody lines into the log."""
