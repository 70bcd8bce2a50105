"""Paths of a matrix, a glossary and a document go in; a written knowledge folder comes out, and what was found wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.cautions import with_cautions
from bot.knowledge.importing.door import (
    Typed,
    is_import,
    merge,
    read_sources,
    replaced,
    with_memory,
    with_typed,
    write_files,
)
from bot.knowledge.importing.written.update import Update
from bot.knowledge.load import load
from bot.knowledge.parse import one_big_breath
from bot.policy.world import Catalog
from bot.reading.naming.row_products import row_name_reader
from bot.reading.words.lexicon import catalog_index, word_reader

S = TypeVar("S")
POLICY = "policy.yaml"


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


def _write(out: Path, files: Mapping[str, str]) -> None:
    try:
        for path, text in files.items():
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NotEmptyError(f"the folder cannot be written ({error.strerror})") from error


def import_policy(  # noqa: PLR0917 - three files in, a folder out, and how
    matrix: Path,
    terms: Path | None,
    document: Path | None,
    out: Path,
    which: str = "",
    update: bool = False,
    typed: Typed = Typed(),  # noqa: B008 - it cannot be changed
) -> Imported:
    """Write a new knowledge folder, or bring one up to date, where people's own words stay. Nothing is written before everything
    was read without a fault.

    Raises ``NotEmptyError`` where ``out`` cannot be used and ``KnowledgeError`` with every fault of the sources.
    """
    if not update:
        refuse_full(out)
    files, catalog = _read(matrix, terms, document, which)
    return write_import(files, out, catalog, typed, update=update)


def write_import(
    files: Mapping[str, str],
    out: Path,
    catalog: Catalog,
    typed: Typed = Typed(),  # noqa: B008 - it cannot be changed
    *,
    update: bool = False,
) -> Imported:
    """``files``: what an import made, path below the folder -> text. What was typed is no part of the folder's memory: it is a
    person's word, which the next update keeps."""
    if update:
        merged = _merged(merge(out, files, catalog), out, typed)
        written, told = merged.files, (merged.gone, merged.kept, merged.conflicts)
        files = {path: text for path, text in written.items() if not path.startswith(".")}
    else:
        written, told = with_memory(files), ((), (), ())
    _write(out, written)
    for path in told[0]:
        (out / path).unlink(missing_ok=True)
    if typed != Typed():  # else the file stays as it is, byte for byte
        _write(out, {POLICY: with_typed((out / POLICY).read_text(encoding="utf-8"), typed)})
    return Imported(files, tuple(str(fault) for fault in load(out, catalog).faults), *told)


def refuse_full(out: Path) -> None:
    """Raises ``NotEmptyError`` where no new folder can be written."""
    if out.exists() and not out.is_dir():
        raise NotEmptyError("this is a file")
    if out.exists() and any(out.iterdir()):
        raise NotEmptyError("the folder is not empty")


def draft_policy(
    matrix: Path, terms: Path | None, document: Path | None, folder: Path, typed: Typed, *, is_another: bool
) -> Update:
    """What an import of these files would change in a folder in use: an earlier import is brought up to date, any other policy is
    replaced, and an import too where this is another policy (``is_another``). Nothing is written. Raises ``KnowledgeError`` with
    all faults of the sources."""
    files, catalog = _read(matrix, terms, document, "")
    if is_import(folder) and not is_another:
        return _merged(merge(folder, files, catalog), folder, typed)
    return replaced(folder, files, catalog, typed)


def _read(matrix: Path, terms: Path | None, document: Path | None, which: str) -> tuple[Mapping[str, str], Catalog]:
    """Path below the folder -> text; and the catalog, which takes seconds: a file that cannot be used is refused before."""
    sources = read_sources(matrix, terms, document, which)
    catalog = _catalog()
    return with_cautions(write_files(sources, catalog, row_name_reader(catalog), word_reader(catalog)), catalog), catalog


def _merged(update: Update, folder: Path, typed: Typed) -> Update:
    """With what was typed, which counts for a policy that is brought up to date as for a new one."""
    if typed == Typed():
        return update
    text = update.files.get(POLICY) or (folder / POLICY).read_text(encoding="utf-8-sig")
    return replace(update, files={**update.files, POLICY: with_typed(text, typed)})


@one_big_breath()
def _catalog() -> Catalog:
    """With its index, which the readers of names and words share."""
    catalog = load_catalog()
    catalog_index(catalog)
    return catalog
