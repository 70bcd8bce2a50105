"""What an owner is asked, how each answer is meant, and how often staff ask about such things."""
