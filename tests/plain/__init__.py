"""The plain face: heard, never seen."""
