"""Countries that keep their answers: what is asked of them, and the sums that they send."""
