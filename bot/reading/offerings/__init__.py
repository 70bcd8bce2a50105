"""The policy's rows and what was said of a tool go in; the offerings that it may be come out."""
