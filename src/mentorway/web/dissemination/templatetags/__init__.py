"""Words of the public site for templates."""
