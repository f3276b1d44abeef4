"""Pages of training programmes."""
