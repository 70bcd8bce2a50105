"""What is to be done by a day, by whom, and what has run out."""
