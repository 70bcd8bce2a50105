"""Importing this package fills the table of Web API methods."""

from playground.methods import assistant, channels, chat, people, private, streams, view

__all__ = ["assistant", "channels", "chat", "people", "private", "streams", "view"]
