"""One file a revision, oldest first by number; a released one is never edited."""
