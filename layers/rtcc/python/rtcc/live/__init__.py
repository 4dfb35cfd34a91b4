"""A live view: one viewer, one camera, one incident, a few minutes; nothing is stored (P3.1)."""
