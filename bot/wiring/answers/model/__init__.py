"""The models of a house: which read, how far they are believed, and what is done when one is away."""
