"""A grid of tools and classes, that an owner fills in where a document has no table that rules."""
