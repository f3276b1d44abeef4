"""Reads across tables of practices and challenges."""
