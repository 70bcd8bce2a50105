"""Advice as a form: what is asked, and one screen with the answer. Nothing of it is kept."""
