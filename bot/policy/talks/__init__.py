"""The values of a talk: what is read, claimed, reconciled, and said back."""
