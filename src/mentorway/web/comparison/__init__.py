"""Answers of several countries, and what may be compared."""
