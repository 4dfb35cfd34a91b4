"""Registrants and their street-facing cameras: the center can ask them, and never watch."""
