"""Nothing goes in; every flat file that does not hang on a policy is asked for once, so that it is there."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.catalog import SHIPPED, load_catalog
from bot.knowledge.importing.texts import words as importing
from bot.reading.words.lexicon import catalog_index
from bot.reading.words.lists import all_words
from bot.text.common import common_words
from bot.text.counts import flat
from bot.text.kept import ship
from bot.text.small import FILES
from bot.text.word_files import word_file


def prebuild() -> list[Path]:
    """Make all files that are shipped; gives them. Raises OSError where they cannot be written."""
    return ship(_ask_for_all)


def _ask_for_all() -> None:
    word_file.cache_clear()  # some were read when this module was imported
    flat()
    common_words("en")
    catalog = load_catalog()
    all_words(catalog)
    catalog_index(catalog)
    for path in (*(SHIPPED / name for name in FILES), *importing.FOLDER.glob("*.yaml")):
        word_file(path)
