"""What of practices and challenges goes out as a file."""
