"""The door of owners: their cameras, what is in force, who looked."""
