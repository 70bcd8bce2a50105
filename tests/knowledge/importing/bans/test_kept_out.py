"""What a condition keeps out of its own cells is a no there, and a review where only a case is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.importing.bans.kept_out import kept_out
from bot.wiring import import_policy, make_answerer
from tests.askers import as_read
from tests.yamls import read_yaml

CASES: dict[str, list[dict[str, Any]]] = read_yaml((Path(__file__).parent / "kept_out.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["clauses"], ids=[case["text"] for case in CASES["clauses"]])
def test_a_clause_that_keeps_something_out_is_known_by_its_words(case: dict[str, Any]) -> None:
    found = list(kept_out(case["text"], case.get("language", "en")))
    things = [thing for clause in found for thing in clause.things]
    assert things == case.get("things", [])
    assert bool(found) is not case.get("none", False)


@pytest.mark.parametrize("case", CASES["asked"], ids=[case["says"] for case in CASES["asked"]])
def test_whoever_says_what_a_condition_keeps_out_is_told_so(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("Tool,Public,Personal data\nCopilot Chat,yes,conditional [1]\n", encoding="utf-8")
    condition = {"id": "1", "tools": ["Copilot Chat"], "class": ["Personal data"], "text": case["text"]}
    classes = [{"name": "Public", "examples": ["press releases"]}, {"name": "Personal data", "examples": ["names", "pay slips"]}]
    terms = {"tools": [{"name": "Copilot Chat"}], "data_classes": classes, "conditions": [condition]}
    (tmp_path / "terms.json").write_text(json.dumps(terms), encoding="utf-8")
    (tmp_path / "policy.md").write_text("# AI at Fernhollow\n\nThis page says which tool is for what.\n", encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", tmp_path / "policy.md", tmp_path / "out")
    bot = make_answerer(tmp_path / "out")
    answered = as_read(bot, case["says"])
    assert bot.told.label(answered) == case["label"]
    assert case.get("quotes", "") in answered.answer.text
