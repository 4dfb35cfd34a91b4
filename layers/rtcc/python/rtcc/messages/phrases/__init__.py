"""What the center says, by what it speaks of: a file holds the texts and e-mails of one noun, in two languages."""
