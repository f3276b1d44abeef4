"""Whether a scale measures the same in every group, and what may be compared."""
