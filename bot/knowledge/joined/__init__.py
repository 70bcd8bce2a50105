"""Files that were read in; one policy, joined across files, out, or every fault at once."""
