"""Writes of pilots, a verb each."""
