"""A sample of each day's looks, drawn so that nobody can steer it, and judged by an auditor (abuse 41)."""
