"""Paths of a matrix, a glossary and a document in; a written knowledge folder and what was found wrong out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

S = TypeVar("S")
POLICY = "policy.yaml"


class Merged(Protocol):
    """What an update changes in a folder, and what it leaves alone."""

    @property
    def files(self) -> Mapping[str, str]:
        """Path below the folder -> new text."""

    @property
    def gone(self) -> tuple[str, ...]:
        """Paths to delete."""

    @property
    def kept(self) -> tuple[str, ...]:
        """What people changed, in sentences."""

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What people and the table changed, in sentences."""


class NotEmptyError(Exception):
    """The folder to write is a file, holds something already, or cannot be made."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to a folder."""

    written: Mapping[str, str]
    """Path below the folder -> its text, of the files that were written."""
    faults: tuple[str, ...]
    """What the knowledge room says of the folder."""
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPolicy(Generic[S]):
    """The import as plain steps, each given by wiring. Nothing is written before everything was read without a fault."""

    read: Callable[[Path, Path | None, Path | None], S]
    """Reads matrix, terms and document; raises with every fault of all three."""
    make: Callable[[S], Mapping[str, str]]
    """Path below the folder -> text."""
    remember: Callable[[Mapping[str, str]], Mapping[str, str]]
    """The same files, with what the next update needs to know."""
    merge: Callable[[Path, Mapping[str, str]], Merged]
    """A folder that an import wrote, and the new files -> what changes; raises where the two do not go together."""
    replace: Callable[[Path, Mapping[str, str]], Merged]
    """A folder with another policy, and the new files -> what changes when they take its place."""
    is_import: Callable[[Path], bool]
    """Whether an import wrote the folder."""
    check: Callable[[Path], tuple[str, ...]]
    """What the knowledge room says of the written folder."""
    with_typed: Callable[[str], str] | None = None
    """The text of policy.yaml -> the same with what was typed; None where nothing was. The folder's memory is without: it is a
    person's word, which the next update keeps."""

    def __call__(self, matrix: Path, terms: Path | None, document: Path | None, out: Path) -> Imported:
        """Into a new folder. Raises NotEmptyError before anything is read."""
        if out.exists() and not out.is_dir():
            raise NotEmptyError("this is a file")
        if out.exists() and any(out.iterdir()):
            raise NotEmptyError("the folder is not empty")
        files = self.make(self.read(matrix, terms, document))
        _write(out, self.remember(files))
        self._write_typed(out)
        return Imported(files, self.check(out))

    def update(self, matrix: Path, terms: Path | None, document: Path | None, out: Path) -> Imported:
        """Into a folder of an earlier import: people's own words stay."""
        merged = self.merge(out, self.make(self.read(matrix, terms, document)))
        _write(out, merged.files)
        for path in merged.gone:
            (out / path).unlink(missing_ok=True)
        self._write_typed(out)
        written = {path: text for path, text in merged.files.items() if not path.startswith(".")}
        return Imported(written, self.check(out), merged.gone, merged.kept, merged.conflicts)

    def draft(self, matrix: Path, terms: Path | None, document: Path | None, folder: Path, *, is_another: bool) -> Merged:
        """What it would change in a folder in use: an earlier import is brought up to date, any other policy is replaced, and an
        import too where this is another policy. Nothing is written."""
        files = self.make(self.read(matrix, terms, document))
        return self.merge(folder, files) if self.is_import(folder) and not is_another else self.replace(folder, files)

    def _write_typed(self, out: Path) -> None:
        """Without an owner the file stays as it is, byte for byte."""
        if self.with_typed is None:
            return
        text = (out / POLICY).read_text(encoding="utf-8")
        _write(out, {POLICY: self.with_typed(text)})


def _write(out: Path, files: Mapping[str, str]) -> None:
    try:
        for path, text in files.items():
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NotEmptyError(f"the folder cannot be written ({error.strerror})") from error
