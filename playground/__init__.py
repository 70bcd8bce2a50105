"""A strict local stand-in for Slack, for tests and ``mayi demo``. The bot never imports it."""
