"""Records the site's own cameras into a ring on the site's own disk."""
