"""Pages of answers, of the analyses asked of them, and of what was found."""
