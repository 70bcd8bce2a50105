"""YAML with the place of every value: fields, wordings, the nearest name where one is unknown."""
