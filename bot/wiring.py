"""Environment and files go in, the running house comes out: the only file that knows every room. Keep it a list."""
