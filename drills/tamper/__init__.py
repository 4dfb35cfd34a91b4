"""Tampering as an insider would: everything that the rights of the whole store allow, and who names it."""
