"""Rows become dates, figures and files."""
