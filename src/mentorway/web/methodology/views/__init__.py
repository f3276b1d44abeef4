"""Pages of questionnaires, their translations and instruments."""
