"""A document without a table, and a model's reading of it, become a table that somebody can look at and import."""
