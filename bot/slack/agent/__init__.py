"""The agent view: what it suggests to ask, what it says while it works, and its stop button."""
