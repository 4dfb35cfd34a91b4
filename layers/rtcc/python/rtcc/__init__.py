"""What the center is: its rooms, one noun each, from foundation up to the doors' fittings."""
