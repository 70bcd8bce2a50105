"""Answers and a folder go in; the files of a first policy stand there, and what the check says of them comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

A = TypeVar("A")


class NoPlaceError(Exception):
    """The folder to write is a file, holds something already, or cannot be made."""


@dataclass(frozen=True, slots=True)
class StartPolicy(Generic[A]):
    """The first policy as plain steps."""

    make: Callable[[A], Mapping[str, str]]
    """Path below the folder -> text."""
    check: Callable[[Path], tuple[str, ...]]
    """What the knowledge room says of the written folder."""

    def __call__(self, answers: A, out: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
        """Gives what was written and what the check says. Raises ``NoPlaceError`` before anything is written."""
        if out.exists() and not out.is_dir():
            raise NoPlaceError("this is a file")
        if out.exists() and any(one.name != ".git" for one in out.iterdir()):
            raise NoPlaceError("the folder is not empty")
        files = self.make(answers)
        try:
            for path, text in files.items():
                target = out / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise NoPlaceError(f"the folder cannot be written ({error.strerror})") from error
        return files, self.check(out)
