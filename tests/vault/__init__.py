"""Keys, cells and audit entries as bytes."""
