"""The weekly digest of gaps in Slack, and the edit that closes one of them."""
