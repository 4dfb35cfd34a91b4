"""Establishments, their core boxes and cameras, what their owners allow, and who is there now."""
