"""Lets new core boxes in, or turns them away."""
