"""Reminders, reviews, vendors' pages and the register: what comes with time."""
