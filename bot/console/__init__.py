"""Rows and rules go in; pages for admins come out."""
