"""Workbooks and PDFs: plain values in, files out; no queries."""
