"""Good practices, and the challenges that countries have in common or not."""
