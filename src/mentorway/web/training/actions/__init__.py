"""What can happen to training programmes."""
