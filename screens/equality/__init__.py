"""Equality questions on a page of their own, for one person at a time."""
