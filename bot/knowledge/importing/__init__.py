"""A matrix, a glossary and the policy document in; the files of a knowledge folder and a list of what to confirm out."""
