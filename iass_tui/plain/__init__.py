"""The plain face: the same pages, read out line by line, for screen readers (`iass --plain`)."""
