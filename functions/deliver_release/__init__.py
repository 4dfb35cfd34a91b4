"""Packs an approved release."""
