"""Plain sentences that keep data out of every tool: what they name is allowed to nobody, and nothing else is forbidden."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_sentences import kept_by_sentence
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.naming import tool_words
from bot.wiring import import_policy, make_answerer
from tests.askers import label_as_read
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "never_sentences.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,{}\nMicrosoft 365 Copilot,allow,allow\nChatGPT Team,allow,allow\n"
CLASSES = {"en": "Public,Personal data", "es": "Público,Datos personales", "fr": "Public,Données personnelles"}


@cache
def kinds(language: str) -> KindReader:
    return KindReader(load_catalog(), language)


@pytest.mark.parametrize("case", CASES["sentences"], ids=lambda case: case["said"])
def test_a_sentence_keeps_these_things_out_of_every_tool(case: dict[str, Any]) -> None:
    found = kept_by_sentence(case["said"], kinds(case.get("language", "en")), tool_words(load_catalog()))
    assert found == case["things"]


@pytest.mark.parametrize("name", CASES["asked"])
def test_what_a_sentence_names_is_forbidden_and_nothing_else(name: str, tmp_path: Path) -> None:
    case = CASES["asked"][name]
    (tmp_path / "matrix.csv").write_text(MATRIX.format(CLASSES[case.get("language", "en")]), encoding="utf-8")
    (tmp_path / "policy.md").write_text(f"# Policy\n\n## AI\n\n{case['said']}\n", encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", None, tmp_path / "policy.md", tmp_path / "out")
    answerer = make_answerer(tmp_path / "out")
    assert {asked: label_as_read(answerer, asked) for asked in case["labels"]} == case["labels"]
