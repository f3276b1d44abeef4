"""What is done with tokens, and with answers given to programs."""
