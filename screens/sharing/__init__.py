"""May I share this? The answer, the sharing record, and exceptions."""
