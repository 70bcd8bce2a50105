"""What pages that edit the policy share: an edit that cannot be kept is told in words, and where a proposal lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.console.doors import RefusedError
from bot.knowledge.faults import Fault, KnowledgeError
from bot.settings import Settings


@contextmanager
def refusing(say: Callable[[Fault], str] = str) -> Iterator[None]:
    """An edit that cannot be kept is told in the reader's words. ``say``: what is told of the first fault that it would bring."""
    try:
        yield
    except KnowledgeError as problem:
        raise RefusedError("console.error.no_edit", why=say(problem.faults[0])) from problem
    except OSError as problem:
        raise RefusedError("console.error.no_edit", why=problem.strerror or "") from problem


def place_of(patch: Path | None, settings: Settings) -> str:
    """Where a proposal lies, as whoever takes it in finds it; no page tells how the machine's folders are called."""
    if patch is None:
        return ""
    beside = settings.knowledge.resolve().parent
    found = patch.resolve()
    return found.relative_to(beside).as_posix() if found.is_relative_to(beside) else f"$MAYI_PROPOSALS/{patch.name}"
