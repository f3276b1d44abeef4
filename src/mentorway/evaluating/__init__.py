"""What a programme did to people, for whom and at what cost: from answers before and after to a decision."""
