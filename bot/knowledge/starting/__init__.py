"""Ten answers go in; a first policy comes out, with what a person must still decide marked."""
