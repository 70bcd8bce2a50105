"""By which words a paragraph tells its row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.rows.called import Words, words_of
from bot.knowledge.importing.rows.told_by import find_told_by
from bot.knowledge.importing.texts.document import parse
from bot.reading.words.lexicon import word_reader
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "told_by.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> Words:
    catalog = load_catalog()
    return words_of(catalog, word_reader(catalog))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_paragraph_tells_its_row(case: dict[str, Any], words: Words) -> None:
    document = parse(case["document"])
    if "language" in case:
        catalog = load_catalog()
        words = words_of(catalog, word_reader(catalog), case["language"])
    found = find_told_by(case["rows"], document, words, (*case["rows"], document.title))
    assert {row: list(told) for row, told in found.items() if told} == case["told"]
