"""A message in a thread, laid over what the thread had settled."""
