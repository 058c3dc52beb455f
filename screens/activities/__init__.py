"""Strategic activity: work of the office that is about no family."""
