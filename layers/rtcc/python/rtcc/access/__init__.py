"""Who may do what: actors, roles, actions, and the one table that joins them."""
