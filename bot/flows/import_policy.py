"""Paths of a matrix, a glossary and a document in; a written knowledge folder and what was found wrong out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

S = TypeVar("S")


class NotEmptyError(Exception):
    """The folder to write is a file, holds something already, or cannot be made."""


@dataclass(frozen=True, slots=True)
class ImportPolicy(Generic[S]):
    """The import as plain steps, each given by wiring. Nothing is written before everything was read without a fault."""

    read: Callable[[Path, Path | None, Path | None], S]
    """Reads matrix, terms and document; raises with every fault of all three."""
    make: Callable[[S], Mapping[str, str]]
    """Path below the folder -> text."""
    check: Callable[[Path], tuple[str, ...]]
    """What the knowledge room says of the written folder."""

    def __call__(
        self, matrix: Path, terms: Path | None, document: Path | None, out: Path
    ) -> tuple[Mapping[str, str], tuple[str, ...]]:
        """Returns what was written and what the check says of it. Raises NotEmptyError before anything is read."""
        if out.exists() and not out.is_dir():
            raise NotEmptyError("this is a file")
        if out.exists() and any(out.iterdir()):
            raise NotEmptyError("the folder is not empty")
        files = self.make(self.read(matrix, terms, document))
        try:
            for path, text in files.items():
                target = out / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise NotEmptyError(f"the folder cannot be written ({error.strerror})") from error
        return files, self.check(out)
