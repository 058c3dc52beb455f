"""Whole tasks by keyboard, some on a real terminal."""
