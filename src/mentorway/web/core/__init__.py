"""The ground under every app: the access door, error pages, what is shared by templates."""
