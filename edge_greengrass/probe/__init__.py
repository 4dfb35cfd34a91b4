"""Asks the nucleus of a real core, or any stand-in, whether what our components rely on holds there."""
