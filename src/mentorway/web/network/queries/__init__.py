"""Reads across tables of the network."""
