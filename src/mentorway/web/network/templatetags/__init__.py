"""Words for the pages of the network."""
