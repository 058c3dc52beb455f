"""Use cases from end to end, without a screen."""
