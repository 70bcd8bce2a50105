"""The import flow, with the rooms' callables in its steps."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.flows.owners.import_policy import POLICY, Imported, ImportPolicy, Merged
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.cautions import with_cautions
from bot.knowledge.importing.door import (
    Sources,
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


def import_policy(  # noqa: PLR0917 - three files in, a folder out, and how
    matrix: Path,
    terms: Path | None,
    document: Path | None,
    out: Path,
    which: str = "",
    update: bool = False,
    typed: Typed = Typed(),  # noqa: B008 - it cannot be changed
) -> Imported:
    """Write a knowledge folder, or bring one up to date; gives what was written and what the knowledge room says of it.

    Raises ``NotEmptyError`` where ``out`` cannot be used and ``KnowledgeError`` with every fault of the sources.
    """
    flow = _flow(which, typed)
    return flow.update(matrix, terms, document, out) if update else flow(matrix, terms, document, out)


def draft_policy(
    matrix: Path, terms: Path | None, document: Path | None, folder: Path, typed: Typed, *, is_another: bool
) -> Merged:
    """What an import of these files would change in a folder in use, where they are no newer version of its policy
    (``is_another``) by replacing it; writes nothing. Raises ``KnowledgeError`` with all
    faults of the sources."""
    return _flow("", typed).draft(matrix, terms, document, folder, is_another=is_another)


def _flow(which: str, typed: Typed) -> ImportPolicy[Sources]:
    catalog = cache(_catalog)  # takes seconds; a file that cannot be used is refused before
    return ImportPolicy(
        read=lambda table, glossary, policy: read_sources(table, glossary, policy, which),
        make=lambda sources: with_cautions(
            write_files(sources, catalog(), row_name_reader(catalog()), word_reader(catalog())), catalog()
        ),
        remember=with_memory,
        merge=lambda folder, files: _merged(merge(folder, files, catalog()), folder, typed),
        replace=lambda folder, files: replaced(folder, files, catalog(), typed),
        is_import=is_import,
        check=lambda folder: tuple(str(fault) for fault in load(folder, catalog()).faults),
        with_typed=(lambda text: with_typed(text, typed)) if typed != Typed() else None,
    )


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
