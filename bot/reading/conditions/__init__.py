"""Conditions taken apart once; what a message says of each: met, unmet, undone, or nothing."""
