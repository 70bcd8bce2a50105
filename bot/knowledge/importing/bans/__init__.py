"""Sentences that forbid, and those that lift a ban."""
