"""How much units make of what they use, against the best of them: data envelopment analysis."""
