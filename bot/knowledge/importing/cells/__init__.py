"""What one cell says, with its mark, colour, note and legend."""
