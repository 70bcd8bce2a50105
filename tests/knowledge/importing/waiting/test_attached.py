"""A leave for a tool is none for what is added to it: where a sentence is about that, every word for it gets the sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.waiting.test_cautions import imported, rules_of
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "attached.yaml").read_text(encoding="utf-8"))
KINDS = ("connector", "plugin", "agent")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_is_added_to_a_tool_is_looked_at_first(case: dict[str, Any], tmp_path: Path) -> None:
    rules = {rule["rule"]: rule for rule in rules_of(imported(tmp_path, case["text"]))}
    found = {name: rule for name, rule in rules.items() if name.removeprefix("look-first-") in KINDS}
    assert found.keys() == case["rules"].keys()
    for name, word in case["rules"].items():
        assert word in found[name]["where"]["words"]
        assert found[name]["effect"] == "review"
        assert found[name]["because"] == case["text"]
