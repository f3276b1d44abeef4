"""Writes of mentoring, a verb each."""
