"""The office's registers, one page and one form for all of them, and the agencies' mailing list."""
