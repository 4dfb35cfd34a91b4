"""What the templates promise: roles, locks, routes, alarms."""
