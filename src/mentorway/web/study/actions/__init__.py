"""What can happen to studies, to those who are asked, and to answers."""
