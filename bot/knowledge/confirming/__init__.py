"""What a policy's owner is asked, and what each answer writes into the files."""
