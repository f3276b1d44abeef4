"""What can happen to languages and texts in translation."""
