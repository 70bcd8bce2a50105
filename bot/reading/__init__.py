"""A message goes in; what it asks, as ids of the policy, comes out.

Alone knows synonyms, languages and how a model's reply is checked.
"""
