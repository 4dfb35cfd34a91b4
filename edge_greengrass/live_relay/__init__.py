"""Pushes one allowed camera to its stream while somebody may watch."""
