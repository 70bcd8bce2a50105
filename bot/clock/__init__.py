"""Times go in, calls of uses come out."""
