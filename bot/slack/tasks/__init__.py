"""Tasks in Slack: a reminder's card goes out, and what somebody does with it comes back."""
