"""Comparisons of shares between groups."""
