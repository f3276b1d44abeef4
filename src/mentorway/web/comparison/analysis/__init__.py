"""From rows to the libraries and back: the only room that calls their mathematics."""
