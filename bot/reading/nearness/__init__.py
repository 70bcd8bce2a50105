"""Phrases that nobody read, and what of the policy they are nearest to: guesses, never a reason for an allowed."""
