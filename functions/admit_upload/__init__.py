"""Brings what was received and scanned into the vault."""
