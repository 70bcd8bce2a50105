"""The house's rooms go in; the doors behind the console's pages come out, one file a page."""
