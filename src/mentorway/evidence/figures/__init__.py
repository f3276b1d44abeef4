"""Published figures: what the numbers that are printed together say of each other."""
