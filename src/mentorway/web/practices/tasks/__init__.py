"""Work on practices and challenges that no page waits for."""
