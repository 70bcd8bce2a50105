"""Vendors, their terms, and what changes of terms mean, as values."""
