"""Real engines on 127.0.0.1 for tests: each started on free ports and ended by its own id."""
