"""A sentence that forbids a tool and names what to use for that is a ban with a way out; a ban of a source knows its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES: dict[str, list[dict[str, Any]]] = read_yaml((Path(__file__).parent / "way_out.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,Public,Internal\nDeepL Pro,allow,allow\nDesk Chat,allow,deny\n"


@pytest.mark.parametrize("case", CASES["tools"], ids=[case["name"] for case in CASES["tools"]])
def test_a_ban_names_its_way_out(case: dict[str, Any], tmp_path: Path) -> None:
    policy = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{case['text']}\n").policy
    found = [rule for rule in policy.rules if rule.id == "no-grammarly"]
    assert bool(found) is case.get("banned", True)
    assert [way.split("/")[0] for rule in found for way in rule.instead] == case.get("instead", [])


@pytest.mark.parametrize("case", CASES["sources"], ids=[case["text"] for case in CASES["sources"]])
def test_what_comes_from_a_source_is_known_by_its_name(case: dict[str, Any], tmp_path: Path) -> None:
    knowledge = import_matrix(MATRIX, tmp_path / "out", document=f"# Policy\n\n{case['text']}\n")
    (kept,) = [id_ for id_ in knowledge.policy.data_types if id_.startswith("never-")]
    named = (knowledge.vocabulary.data[kept].label, *knowledge.vocabulary.data[kept].names)
    assert any(case["source"] in name for name in named)
    assert any(kept in rule.data for rule in knowledge.policy.rules)
