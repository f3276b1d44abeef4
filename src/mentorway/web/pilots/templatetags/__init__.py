"""Words of pilots in templates."""
