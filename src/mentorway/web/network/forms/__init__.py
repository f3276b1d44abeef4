"""What people say about the network."""
