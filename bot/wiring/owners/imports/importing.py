"""The import flow, with the rooms' callables in its steps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.flows.owners.import_policy import Imported, ImportPolicy, Merged
from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.cautions import with_cautions
from bot.knowledge.importing.door import Sources, is_import, merge, read_sources, replaced, with_memory, with_owner, write_files
from bot.knowledge.load import load
from bot.knowledge.parse import one_big_breath
from bot.policy.world import Catalog
from bot.reading.naming.row_products import row_name_reader
from bot.reading.words.lexicon import catalog_index, word_reader


def import_policy(  # noqa: PLR0917 - three files in, a folder out, and how
    matrix: Path, terms: Path | None, document: Path | None, out: Path, which: str = "", update: bool = False, owner: str = ""
) -> Imported:
    """Write a knowledge folder, or bring one up to date; gives what was written and what the knowledge room says of it.

    ``owner``: who answers for the policy, as typed. Raises ``NotEmptyError`` where ``out`` cannot be used and ``KnowledgeError``
    with every fault of the sources.
    """
    flow = _flow(which, owner)
    return flow.update(matrix, terms, document, out) if update else flow(matrix, terms, document, out)


def draft_policy(matrix: Path, terms: Path | None, document: Path | None, folder: Path, owner: str = "") -> Merged:
    """What an import of these files would change in a folder in use; writes nothing. ``owner``: who answers for a policy that
    replaces another. Raises ``KnowledgeError`` with every fault of the sources."""
    return _flow("", owner).draft(matrix, terms, document, folder)


def _flow(which: str, owner: str = "") -> ImportPolicy[Sources]:
    catalog = cache(_catalog)  # takes seconds; a file that cannot be used is refused before
    return ImportPolicy(
        read=lambda table, glossary, policy: read_sources(table, glossary, policy, which),
        make=lambda sources: with_cautions(
            write_files(sources, catalog(), row_name_reader(catalog()), word_reader(catalog())), catalog()
        ),
        remember=with_memory,
        merge=lambda folder, files: merge(folder, files, catalog()),
        replace=lambda folder, files: replaced(folder, files, catalog(), owner),
        is_import=is_import,
        check=lambda folder: tuple(str(fault) for fault in load(folder, catalog()).faults),
        with_owner=(lambda text: with_owner(text, owner)) if owner else None,
    )


@one_big_breath()
def _catalog() -> Catalog:
    """With its index, which the readers of names and words share."""
    catalog = load_catalog()
    catalog_index(catalog)
    return catalog
