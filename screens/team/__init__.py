"""The team's work, for managers: who has how much, what is overdue, what fell between people."""
