"""Who is shut out of a record."""
