"""What the data of a message is: pieces by names and examples, what is only said aside, and what a blank form holds."""
