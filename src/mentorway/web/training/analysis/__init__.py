"""What training programmes are made of, worked out for pages, translations and files."""
