"""What is new, in words: on pages and in letters."""
