"""Pages: those of each person, and those of who answers for the data."""
