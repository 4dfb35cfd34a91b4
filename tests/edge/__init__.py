"""What runs on a box, against cameras with faults, a fake line and the city's own stand-ins."""
