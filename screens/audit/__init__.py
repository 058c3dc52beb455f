"""Who did what, and who looked: filtered, a screenful at a time, and as a document."""
