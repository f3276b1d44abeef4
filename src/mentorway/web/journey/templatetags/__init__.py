"""What templates of every activity can show of a journey."""
