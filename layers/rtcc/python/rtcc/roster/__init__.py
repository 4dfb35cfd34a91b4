"""Who joins and leaves the staff, written down like every other act."""
