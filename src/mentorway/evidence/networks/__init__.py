"""Measures of who is tied to whom, from an undirected network without loops."""
