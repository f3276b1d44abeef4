"""Tags of the comparison pages."""
