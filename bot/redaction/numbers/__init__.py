"""Finders of numbers that belong to somebody: with check digits, by their names, telephones, birthdays."""
