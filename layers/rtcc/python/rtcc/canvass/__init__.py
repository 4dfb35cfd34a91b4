"""Asking the neighborhood for footage, and receiving what somebody chooses to send."""
