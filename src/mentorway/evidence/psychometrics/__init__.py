"""What a questionnaire measures, how well, and whether groups may be compared on it."""
