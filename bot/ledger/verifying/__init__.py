"""A ledger in; whether anything was cut, edited or swapped out."""
