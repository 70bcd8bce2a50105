"""The import's steps in the form that wiring hands to the flow: paths in, sources and files out."""

from __future__ import annotations

from bot.knowledge.importing.build import build
from bot.knowledge.importing.formats import DOCUMENT_SUFFIXES, MATRIX_SUFFIXES, TABLE_SUFFIXES
from bot.knowledge.importing.sources import Sources, read_sources
from bot.knowledge.importing.texts.naming import NameTools, exact_first, simple_names
from bot.knowledge.importing.texts.words import IsWord, any_word
from bot.knowledge.importing.written.files import make_files
from bot.knowledge.importing.written.update import Typed, is_import, merge, replaced, with_memory, with_typed
from bot.policy.world import Catalog

__all__ = [
    "DOCUMENT_SUFFIXES",
    "MATRIX_SUFFIXES",
    "TABLE_SUFFIXES",
    "IsWord",
    "NameTools",
    "Sources",
    "Typed",
    "is_import",
    "merge",
    "read_sources",
    "replaced",
    "simple_names",
    "with_memory",
    "with_typed",
    "write_files",
]


def write_files(
    sources: Sources,
    catalog: Catalog,
    name_tools: NameTools,
    is_word: IsWord = any_word,
) -> dict[str, str]:
    """Path below the knowledge folder -> its text. ``is_word``: whether a word is one of a language; any, where nobody knows."""
    return make_files(build(sources, catalog, exact_first(catalog, name_tools), is_word), catalog)
