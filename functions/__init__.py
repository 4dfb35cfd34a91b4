"""The doors: thin, one folder a Lambda."""
