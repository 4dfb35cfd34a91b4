"""What the engines do that we rely on, and what they do wrong that we work around: an upgrade says what changed."""
