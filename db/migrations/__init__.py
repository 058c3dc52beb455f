"""How each file's tables came to be: a line of steps for office.db (`records`), another for office.keys (`keys`)."""
