"""Sends each queued message, once."""
