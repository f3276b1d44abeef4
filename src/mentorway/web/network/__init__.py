"""Partner organisations and the people in them."""
