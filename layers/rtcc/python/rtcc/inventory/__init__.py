"""Every stored object beside the act that made it; and from an exhibit's digest to everybody who touched it."""
