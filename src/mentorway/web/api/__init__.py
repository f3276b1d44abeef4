"""What programs may do in somebody's name: tokens, reading, deeds, files."""
