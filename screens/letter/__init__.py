"""The page on which a letter is chosen, filled in, read and made."""
