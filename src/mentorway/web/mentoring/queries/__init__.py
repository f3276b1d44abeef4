"""Reads across the tables of mentoring."""
