"""What a token may do, and who may give it."""
