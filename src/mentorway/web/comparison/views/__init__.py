"""Pages of answers and their comparison."""
