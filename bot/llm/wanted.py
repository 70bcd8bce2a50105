"""Whoever waits for a model's reply goes in; whether anybody still does comes out, where the reply is written, and for how long
nobody has asked anything: what is done in idle time gives way to people."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
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


class _Asked:
    """By whoever does not give way. One for the process: an exam in idle time makes way for all that asks a model in it."""

    def __init__(self) -> None:
        self.lock, self.under_way, self.last = threading.Lock(), 0, monotonic()


_asked = _Asked()
_gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)


def noticed() -> None:
    """Somebody asks something, whoever will answer it."""
    _asked.last = monotonic()


@contextmanager
def asking() -> Iterator[None]:
    """A model is asked meanwhile. By whoever gives way: nobody needs to know."""
    if _gives_way.get():
        yield
        return
    with _asked.lock:
        _asked.under_way += 1
    try:
        yield
    finally:
        with _asked.lock:
            _asked.under_way -= 1
        noticed()


@contextmanager
def giving_way() -> Iterator[None]:
    """What this thread asks a model meanwhile is for nobody who waits."""
    token = _gives_way.set(True)
    try:
        yield
    finally:
        _gives_way.reset(token)


def quiet_seconds() -> float:
    """For so long nobody who does not give way has asked anything; 0 while a model is asked."""
    with _asked.lock:
        return 0.0 if _asked.under_way else monotonic() - _asked.last
