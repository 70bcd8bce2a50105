"""The doors behind the console's pages."""
