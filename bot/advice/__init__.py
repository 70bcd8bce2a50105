"""Facts and answers go in; advice and costs come out."""
