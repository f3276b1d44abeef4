"""What people type about mentoring."""
