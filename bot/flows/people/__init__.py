"""Flows of one person: their page, what is kept of them, what they wish for, what they are told."""
