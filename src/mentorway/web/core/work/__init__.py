"""Work that pages do not wait for: its states, its workers, how often it is tried, and when it is due."""
