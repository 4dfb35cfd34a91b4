"""Boxes in the field: one folder a Greengrass component; footage stays here unless its owner allows otherwise."""
