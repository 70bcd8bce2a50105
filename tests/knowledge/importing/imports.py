"""Sources on disk in, what the import makes of them out: with the small catalog of these tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.door import read_sources, simple_names, write_files
from bot.knowledge.importing.written.confirm import NOTES, read_notes
from bot.knowledge.load import load
from bot.owners.import_policy import Imported, refuse_full, write_import
from bot.policy.house import Knowledge
from bot.policy.world import Catalog

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"


def catalog() -> Catalog:
    """The small catalog."""
    return load_catalog(HERE / "catalog")


def import_folder(source: Path, out: Path) -> Knowledge:
    """Imports a folder with matrix, terms.json and source.md; every fault is an error."""
    assert run(source, out).faults == ()
    return load(out, catalog()).or_raise()


def run(source: Path, out: Path, update: bool = False) -> Imported:
    """The import of a folder, or the update of an earlier one."""
    matrix = next(source.glob("matrix.*"))
    terms, document = source / "terms.json", source / "source.md"
    paths = (matrix, terms if terms.exists() else None, document if document.exists() else None)
    if not update:
        refuse_full(out)
    files = write_files(read_sources(*paths), catalog(), simple_names(catalog()))
    done = write_import(files, out, catalog(), update=update)
    return replace(done, faults=tuple(str(one) for one in load(out, catalog()).faults if one.severity == "fault"))


def noted(out: Path) -> str:
    """The notes of an import, a line for each."""
    return lines_of((out / NOTES).read_text(encoding="utf-8"))


def lines_of(notes: str) -> str:
    """The file of notes as lines."""
    return "\n".join(one for said in read_notes(notes).values() for one in said)


def import_matrix(text: str | bytes, out: Path, terms: str = "", document: str = "", name: str = "matrix.csv") -> Knowledge:
    """Imports a matrix that is given as text."""
    source = out.parent / f"{out.name}-source"
    source.mkdir()
    (source / name).write_bytes(text.encode() if isinstance(text, str) else text)
    if terms:
        (source / "terms.json").write_text(terms)
    if document:
        (source / "source.md").write_text(document)
    return import_folder(source, out)
