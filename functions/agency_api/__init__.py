"""The door of receiving agencies: what was shared with them, download, receipt."""
