"""The officers' queue of what volunteers took down: the list, and one enquiry with what may be done about it."""
