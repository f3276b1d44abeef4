"""Factor models of people who left something out (FIML)."""
