"""What a row is: its names, plans, members, and what paragraphs say of it."""
