"""Pages of studies: for those who ask, for those who answer, for devices."""
