"""Words of practices and challenges for templates."""
