"""Bringing in an office's own spreadsheet: the file, its columns, and every row before anything is written."""
