"""Text and e-mail: one send for one intent, and nothing at rest that could be used in its place."""
