"""What the federation asks of the libraries: keys, calls, packages, sums."""
