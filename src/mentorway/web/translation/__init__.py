"""Translation by two people, review, adjudication and documentation, of whatever an activity writes."""
