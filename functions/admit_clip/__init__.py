"""Brings a clip that a box sent into the vault once its malware scan has ended."""
