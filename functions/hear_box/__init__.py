"""Hears what core boxes tell and writes it where it belongs."""
