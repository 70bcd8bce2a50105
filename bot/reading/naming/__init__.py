"""The policy's own words: rows, data and brackets as phrases of the index."""
