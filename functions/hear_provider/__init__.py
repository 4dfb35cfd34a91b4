"""Hears what the providers of texts and e-mail say, and what people answer."""
