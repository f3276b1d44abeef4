"""Small cells: which figures are hidden so that nobody is recognised, and proof that none can be reckoned."""
