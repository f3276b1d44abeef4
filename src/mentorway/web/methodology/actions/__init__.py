"""What can happen to questionnaires, their translations and instruments."""
