"""The order of steps, a page each. A flow gets every step as a callable and calls no room."""
