"""Papers to print: read in the terminal first, word for word as the page will say it."""
