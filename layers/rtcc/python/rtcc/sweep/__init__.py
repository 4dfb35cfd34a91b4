"""Comparing what is stored with what is written down, both ways, and setting right what can be."""
