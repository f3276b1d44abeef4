"""What is made of rows: what is told to people, records of processing."""
