"""What is computed about pilots."""
