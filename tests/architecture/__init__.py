"""Imports, packaging and house rules."""
