"""What is new: what needs a person, what happened, and letters about both."""
