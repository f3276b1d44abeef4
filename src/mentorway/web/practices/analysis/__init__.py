"""From practices and material to numbers, drawings and files."""
