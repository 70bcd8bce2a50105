"""The policy's own words: rows, data, brackets and nicknames as phrases of the index."""
