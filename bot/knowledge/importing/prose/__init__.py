"""Sentences of the document: limits, duties, uses, parties, contacts."""
