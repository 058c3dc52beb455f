"""The policy and the law as pure functions: no clock, no I/O, no randomness."""
