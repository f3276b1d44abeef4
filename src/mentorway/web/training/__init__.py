"""Training: programmes for mentors, built from findings and good practices."""
