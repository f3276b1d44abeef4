"""What is published: the public site, claims with their evidence, events, letters to readers, open data."""
