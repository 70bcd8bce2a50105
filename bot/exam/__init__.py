"""Answers of a model to labelled questions go in, how far it is believed comes out; and the records of that, which are keyed."""
