"""The doors' fittings: routes that must name their action, and errors that a person can read."""
