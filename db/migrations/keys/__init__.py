"""The steps of office.keys."""
