"""Safeguarding concerns: the form that raises one, the leads' queue, one concern, and the checklist."""
