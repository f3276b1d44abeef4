"""Pages of practices and challenges."""
