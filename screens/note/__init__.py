"""Writing a note: a new one, a correction within its day, an addition later."""
