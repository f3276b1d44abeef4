"""A newcomer is led through the product: the story of the example, tours, and the example put back."""
