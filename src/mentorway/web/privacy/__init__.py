"""People's rights over their data: what is kept, told, forgotten, and who answers for it."""
