"""Workbooks and PDFs, opened again and read."""
