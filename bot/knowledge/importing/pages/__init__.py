"""Pages without a matrix: levels, tools and things as lists of a page."""
