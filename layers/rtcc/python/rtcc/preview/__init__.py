"""What people look at in place of evidence: derivatives, made apart from the vault."""
