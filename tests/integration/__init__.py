"""Rooms against real engines: what a stand-in would let pass shows here."""
