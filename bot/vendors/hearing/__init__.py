"""Changed clauses go in; what two passes of a model say of them, each with true quotes, comes out."""
