"""A page without a table in; which tool may have which class of data, as its sentences and lists say, out."""
