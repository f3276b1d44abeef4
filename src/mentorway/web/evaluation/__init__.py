"""Evaluation: whether a programme works, for whom, and at what cost."""
