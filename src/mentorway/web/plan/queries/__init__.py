"""Reads across the tables of plans."""
