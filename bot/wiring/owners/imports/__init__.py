"""A document becomes a policy: the import into a new folder, and a draft of one in use."""
