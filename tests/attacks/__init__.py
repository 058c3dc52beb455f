"""What each adversary tries, and is refused."""
