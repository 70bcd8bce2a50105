"""Whoever waits for a model's reply goes in; whether anybody still does comes out, where the reply is written."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


def always() -> bool:
    """Nobody can say that it is not wanted."""
    return True


_wanted: ContextVar[Callable[[], bool]] = ContextVar("wanted", default=always)


def is_wanted() -> bool:
    """Whether somebody waits for what this thread asks a model."""
    return _wanted.get()()


def while_wanted(wanted: Callable[[], bool], read: Callable[[], T]) -> T:
    """What ``read`` gives. What it asks of a model is broken off at the next piece once ``wanted`` says no, for others wait."""
    token = _wanted.set(wanted)
    try:
        return read()
    finally:
        _wanted.reset(token)
