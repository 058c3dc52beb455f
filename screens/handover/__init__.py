"""Handing a case over: the sheet of one case, and for a manager the cases that could not be handed over."""
