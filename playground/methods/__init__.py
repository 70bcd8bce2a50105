"""Importing this package fills the table of Web API methods."""

from playground.methods import (
    assistant,
    bookmarks,
    channels,
    chat,
    files,
    groups,
    people,
    private,
    reactions,
    rooms,
    scheduled,
    steps,
    streams,
    unfurl,
    validate,
    view,
)

__all__ = [
    "assistant",
    "bookmarks",
    "channels",
    "chat",
    "files",
    "groups",
    "people",
    "private",
    "reactions",
    "rooms",
    "scheduled",
    "steps",
    "streams",
    "unfurl",
    "validate",
    "view",
]
