"""Papers of named parties go into some tools only, or into none: whoever names one gets a no for every other tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.flows.owners.score import turns_of
from bot.knowledge.importing.parties import Parties
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.text.counts import how_common
from bot.wiring import import_policy, make_answerer
from tests.askers import label_as_read
from tests.yamls import read_yaml

CASES: dict[str, list[dict[str, Any]]] = read_yaml((Path(__file__).parent / "parties.yaml").read_text(encoding="utf-8"))
TOOLS = {"copilot-chat": "Copilot Chat", "deepl-pro": "DeepL Pro", "kalle": "Kalle"}


@pytest.mark.parametrize("case", CASES["cases"], ids=[case["name"] for case in CASES["cases"]])
def test_parties_are_known_by_a_list_of_names_or_a_mark(case: dict[str, Any]) -> None:
    rows = [ToolRow(id_, label) for id_, label in TOOLS.items()]
    lines = parse(f"# Rules\n\n{case['text']}\n").lines
    found = Parties(rows, frozenset(), how_common, case.get("language", "en")).find(lines, set())
    told = [] if case.get("none") else [(tuple(case["kept_from"]), tuple(case["words"]))]
    assert [(limit.rows, limit.words) for limit in found] == told


@pytest.mark.parametrize("case", CASES["asked"], ids=[case["says"] for case in CASES["asked"]])
def test_whoever_names_a_party_is_told_no_for_other_tools(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("Tool,Internal\nCopilot Chat,yes\nDeepL Pro,yes\nKalle,yes\n", encoding="utf-8")
    classes = [{"name": "Internal", "examples": ["memos"]}]
    terms = {"tools": [{"name": name} for name in TOOLS.values()], "data_classes": classes, "conditions": []}
    (tmp_path / "terms.json").write_text(json.dumps(terms), encoding="utf-8")
    texts = "\n\n".join(one["text"] for one in CASES["cases"] if one.get("in_document"))
    (tmp_path / "policy.md").write_text(f"# AI at Fernhollow\n\n{texts}\n", encoding="utf-8")
    import_policy(tmp_path / "matrix.csv", tmp_path / "terms.json", tmp_path / "policy.md", tmp_path / "out")
    bot = make_answerer(tmp_path / "out")
    *before, last = (part.strip() for part in case["says"].split("||"))
    assert label_as_read(bot, last, turns_of(before)) == case["label"]
