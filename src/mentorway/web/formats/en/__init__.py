"""English as in Europe."""
