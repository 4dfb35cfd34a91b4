"""How long evidence is kept, how it ends, and the glass that may be broken: never by one person alone."""
