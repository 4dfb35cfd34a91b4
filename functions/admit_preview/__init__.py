"""Writes down what the probe found."""
