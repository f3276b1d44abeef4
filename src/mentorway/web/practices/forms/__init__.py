"""What people say about practices and challenges."""
