"""What is said when a copy cannot be made, read or put back."""


class KeepingError(Exception):
    """A sentence for the person at the console: what came, and what was needed."""
