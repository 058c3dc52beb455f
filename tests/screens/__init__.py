"""Each screen by its keys alone."""
