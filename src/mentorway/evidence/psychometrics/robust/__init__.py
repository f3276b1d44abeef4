"""Errors and tests that allow for organisations, weights and crooked answers."""
