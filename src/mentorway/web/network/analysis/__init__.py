"""From rows of the network to numbers, drawings and files."""
