"""Searching in all notes."""
