"""may-i: the model reads, the policy decides, templates say."""
