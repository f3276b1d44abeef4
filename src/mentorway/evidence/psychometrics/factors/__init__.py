"""Factor models of groups, fitted to moments by maximum likelihood."""
