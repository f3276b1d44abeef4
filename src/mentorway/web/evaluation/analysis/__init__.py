"""Rows become numbers, sentences and files."""
