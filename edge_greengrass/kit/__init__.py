"""What the components share: the line to the nucleus, Matroska, settings, signed requests."""
