"""Training, and what everybody reads and agrees to."""
