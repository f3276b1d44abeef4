"""What people type about pilots."""
