"""Rulings in, the words of an answer out."""
