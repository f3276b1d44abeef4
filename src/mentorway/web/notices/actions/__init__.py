"""What people mark and choose, and what is written to them."""
