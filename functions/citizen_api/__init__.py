"""The citizens' door: sign-up, and the link of a request."""
