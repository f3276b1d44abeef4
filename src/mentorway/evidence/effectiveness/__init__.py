"""What a programme changed: regression, groups made alike, change of people, gaps filled, goals reached."""
