"""Invites the registrants of a canvass that was opened."""
