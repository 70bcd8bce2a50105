"""What a message says of a tool, and which rows of the policy it may be: names, plans, accounts, groups."""
