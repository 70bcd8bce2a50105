"""The environment goes in, settings come out; read once."""
