"""What can happen to practices and challenges."""
