"""Mentees and mentors brought together: what is best, fair and stable, and why."""
