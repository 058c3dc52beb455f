"""Use cases: one method is one transaction; may block; knows no Textual."""
