"""What the paragraph of a row calls it, and which tools it lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.rows.called import Words, find_called, words_of
from bot.knowledge.importing.texts.document import parse
from bot.reading.words.lexicon import word_reader
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "called.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> Words:
    catalog = load_catalog()
    return words_of(catalog, word_reader(catalog))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_row_is_called_as_its_paragraph_says(case: dict[str, Any], words: Words) -> None:
    found = find_called(case["rows"], parse(case["document"]), frozenset(), words)
    assert {row: called.names for row, called in found.items() if called.names} == case["names"]
    for row, members in case.get("members", {}).items():
        assert found[row].members == members
