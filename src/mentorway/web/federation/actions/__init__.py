"""What changes in the federation."""
