"""Importing this package fills the table of Web API methods."""

from playground.methods import (
    assistant,
    channels,
    chat,
    files,
    people,
    private,
    reactions,
    rooms,
    scheduled,
    streams,
    unfurl,
    validate,
    view,
)

__all__ = [
    "assistant",
    "channels",
    "chat",
    "files",
    "people",
    "private",
    "reactions",
    "rooms",
    "scheduled",
    "streams",
    "unfurl",
    "validate",
    "view",
]
