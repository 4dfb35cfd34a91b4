"""Registrants and their street-facing cameras: the centre can ask them, and never watch."""
