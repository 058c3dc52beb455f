"""Case management in a terminal for a confidential SEND advice office."""
