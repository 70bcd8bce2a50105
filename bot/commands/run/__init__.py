"""Commands that start the bot or look after it."""
