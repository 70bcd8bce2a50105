"""Times go in, calls of flows come out."""
