"""What families said of the service."""
