"""The timetable of a case: what happened, what is due, whose duty it is, and what was missed."""
