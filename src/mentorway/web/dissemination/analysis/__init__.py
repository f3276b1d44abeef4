"""What is made of rows: numbers of claims, chains of evidence, pages, files."""
