"""Migrations of the comparison tables."""
