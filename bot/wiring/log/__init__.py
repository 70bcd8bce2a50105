"""The log: written, sealed, witnessed outside, erased, and what admins ask of it."""
