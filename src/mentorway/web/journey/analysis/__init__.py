"""What is read and told on a journey."""
