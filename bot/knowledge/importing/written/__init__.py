"""Files of a policy: written, merged with an owner's edits, and what a person should confirm."""
