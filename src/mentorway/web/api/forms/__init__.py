"""What people choose about tokens."""
