"""Evidence items: digest, lock, hold."""
