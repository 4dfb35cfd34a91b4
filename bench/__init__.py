"""What is measured, against what, and the last figures: `make bench NAME=search`."""
