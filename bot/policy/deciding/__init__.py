"""A compiled policy and a question in; worlds, cells, and a ruling out."""
