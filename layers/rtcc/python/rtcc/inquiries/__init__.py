"""What detectives ask for of past events, and what the center's analysts put together for them (P11.2)."""
