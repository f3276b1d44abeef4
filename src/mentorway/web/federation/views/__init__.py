"""Pages of the federation, and the one address to which programs send."""
