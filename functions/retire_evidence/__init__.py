"""Ends evidence that two people let go, and puts an approved schedule into force."""
