"""Pages: those of the people who publish, and those of everybody."""
