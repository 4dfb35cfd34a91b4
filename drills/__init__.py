"""Drills: what an attacker or an accident would do, done on purpose, and who notices."""
