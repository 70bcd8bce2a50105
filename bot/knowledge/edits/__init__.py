"""An edit of the policy's files: it is kept, and it can be taken back."""
