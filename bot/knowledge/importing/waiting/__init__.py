"""Sentences that nobody could read as a whole, and what a message must say for them to hold."""
