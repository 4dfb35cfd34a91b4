"""The dispatch system's door: calls for service come in."""
