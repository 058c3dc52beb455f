"""The term calendar: the school days on which dates are counted."""
