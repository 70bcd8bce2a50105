"""Pages with several tables: the one that rules is the matrix, and where none does a list may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import conditions, imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "ruling.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_table_that_rules_is_the_matrix(case: dict[str, Any], tmp_path: Path) -> None:
    if "error" in case:
        with pytest.raises(KnowledgeError, match=case["error"]):
            imported(tmp_path, case["document"], "m.md")
        return
    matrix, _, knowledge = imported(tmp_path, case["document"], "m.md")
    assert matrix == case["matrix"]
    told = conditions(knowledge)
    assert {cell: told.get(cell) for cell in case.get("conditions", {})} == case.get("conditions", {})
