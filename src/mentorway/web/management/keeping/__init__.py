"""Keeping an installation: copies of all of it, putting them back, and moving a programme elsewhere."""
