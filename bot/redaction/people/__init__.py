"""Finders of persons: names beside what is theirs, places, addresses spelt out."""
