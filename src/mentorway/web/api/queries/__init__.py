"""Reading tokens."""
