"""Reads across the tables of pilots."""
