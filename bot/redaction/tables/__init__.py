"""Finders of what a heading or a key calls a person's: tables, JSON, XML, forms."""
