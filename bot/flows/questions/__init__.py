"""Flows of a question: from a message to its answer, and what becomes of an answer that stands."""
