"""Whom to ask, and what holds for a tool that the policy does not name, as sentences of documents say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.prose.contacts import own_words, whole_words
from bot.knowledge.importing.prose.parts import read_prose
from bot.knowledge.importing.texts.document import parse
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "contacts.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_document_says(case: dict[str, Any]) -> None:
    document = parse(f"# Policy\n\n{case['text']}\n")
    prose = read_prose(document, ["ChatGPT"])
    if "contacts" in case:
        assert {kind: [name, how] for kind, name, how, _ in prose.contacts} == case["contacts"]
    if "says" in case:
        assert [own_words(line.text) for kind, _, _, line in prose.contacts if kind == "incident"] == [case["says"]]
    if "because" in case:
        assert prose.unlisted_line
        assert whole_words(document, prose.unlisted_line) == case["because"]
    if "unlisted" in case:
        assert (prose.unlisted or "uncovered") == case["unlisted"]
