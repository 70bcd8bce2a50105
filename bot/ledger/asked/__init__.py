"""Rows of questions: kept, searched, corrected, held, exported, counted."""
