"""What a message says of a tool: its name, plan, account, hosting, seat, and whose it is."""
