"""Storage: SQLModel tables, stores that return frozen values, migrations; rows never leave here."""
