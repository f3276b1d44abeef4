"""Pages about tokens, and what programs ask."""
