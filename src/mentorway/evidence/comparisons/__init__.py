"""Comparisons of groups: shares, means, ranks, effect sizes, many tests, equivalence and planning."""
