"""Whole walks through a running city, in a browser and without one."""
