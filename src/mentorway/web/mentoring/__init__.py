"""Mentoring: mentees and mentors who are matched, and the relationships in which they work."""
