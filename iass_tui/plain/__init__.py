"""The plain face: the same pages, read out line by line on an ordinary terminal, for screen readers (`iass --plain`)."""
