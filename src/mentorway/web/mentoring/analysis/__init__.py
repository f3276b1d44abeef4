"""What is computed about mentoring."""
