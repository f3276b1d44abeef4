"""What people say about questionnaires, their translations and instruments."""
