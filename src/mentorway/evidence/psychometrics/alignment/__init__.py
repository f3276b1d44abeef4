"""Many groups brought onto one scale where exact invariance fails."""
