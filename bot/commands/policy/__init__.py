"""Commands about a policy's files."""
