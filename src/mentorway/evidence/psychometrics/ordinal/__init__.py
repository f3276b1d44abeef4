"""Answers in few ordered steps: polychoric correlations and factor models of them."""
