"""The policy and the law, case by case."""
