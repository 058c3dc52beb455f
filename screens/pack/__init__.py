"""A working copy of what is held about someone: each item decided by a person; and the outbox it lies in."""
