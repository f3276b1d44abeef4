"""What people say about keys, cards, calls and packages."""
