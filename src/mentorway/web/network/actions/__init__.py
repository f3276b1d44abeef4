"""What can happen in the network."""
