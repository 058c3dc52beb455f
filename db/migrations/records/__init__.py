"""The steps of office.db."""
