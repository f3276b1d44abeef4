"""Pages of a journey."""
