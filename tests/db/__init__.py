"""Tables, stores and migrations on a real file."""
