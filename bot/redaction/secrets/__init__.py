"""Finders of passwords, keys, tokens and links that are secrets."""
