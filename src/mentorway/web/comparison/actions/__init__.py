"""What can happen to answers, to their editions, and to the analyses asked of them."""
