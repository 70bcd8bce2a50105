"""A local model reads a message in the policy's ids, a second time from the other side; what it cannot quote is dropped."""
