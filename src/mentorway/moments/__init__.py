"""Answers reduced to exact integer sums that add up: one pass over a file, one cell per group."""

from mentorway.moments.cells import Block, Cell, Reduction, pool
from mentorway.moments.reduction import reduce_answers

__all__ = ["Block", "Cell", "Reduction", "pool", "reduce_answers"]
