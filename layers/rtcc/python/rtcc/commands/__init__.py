"""What the center and a box say to each other: signed commands one way, events the other."""
