"""The import flow, with the rooms' callables in its steps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.flows.import_policy import ImportPolicy
from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.door import read_sources, write_files
from bot.knowledge.load import load
from bot.reading.tools import row_name_reader


def import_policy(
    matrix: Path, terms: Path | None, document: Path | None, out: Path
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Write a knowledge folder; gives what was written and what the knowledge room says of it.

    Raises ``NotEmptyError`` where ``out`` cannot be used and ``KnowledgeError`` with every fault of the sources.
    """
    catalog = load_catalog()
    names = row_name_reader(catalog)
    flow = ImportPolicy(
        read=read_sources,
        make=lambda sources: write_files(sources, catalog, names),
        check=lambda folder: tuple(str(fault) for fault in load(folder, catalog).faults),
    )
    return flow(matrix, terms, document, out)
