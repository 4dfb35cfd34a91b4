"""Cuts an ordered stretch out of the ring, digests it, and sends it to the inbox."""
