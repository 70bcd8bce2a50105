"""The text of one file goes in, what it says comes out as a ``Part``: one module for each kind of file."""
