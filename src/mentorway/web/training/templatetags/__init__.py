"""Tags for pages of training programmes."""
