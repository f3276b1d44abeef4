"""A whole installation under load and faults: what it acknowledged must be there afterwards."""
