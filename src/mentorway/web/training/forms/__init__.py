"""What people say about training programmes."""
