"""What the people who answer set in motion: coming in, saving, sending; by page or by ODK Collect."""
