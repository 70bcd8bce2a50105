"""What the Slack room asks of the house: the callables that wiring gives."""
