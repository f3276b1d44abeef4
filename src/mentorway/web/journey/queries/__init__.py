"""Reads of the example, and of the places that people use."""
