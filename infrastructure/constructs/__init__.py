"""The nouns that stacks are built of."""
