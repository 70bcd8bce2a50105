"""Text goes in; words, their forms, how common they are, and the phrases that are known among them come out.

The floor that reading, knowledge and vendors stand on: it knows languages, and nothing of policies or questions.
"""
