"""Who may do what with practices and challenges."""
