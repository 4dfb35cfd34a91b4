"""A stretch of one box camera, cut on order at the box, with its digest computed there (P3.2)."""
