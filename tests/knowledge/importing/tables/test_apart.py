"""Rows that stand apart from their table, or that nobody sees: read, refused or told, and never lost without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.faults import KnowledgeError
from tests.knowledge.importing.test_tables import imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "apart.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_row_is_lost_without_a_word(case: dict[str, Any], tmp_path: Path) -> None:
    if "error" in case:
        with pytest.raises(KnowledgeError, match=case["error"]):
            imported(tmp_path, case["document"], f"m.{case['file']}")
        return
    matrix, listed, _ = imported(tmp_path, case["document"], f"m.{case['file']}")
    assert matrix == case["matrix"]
    assert case.get("told", "") in listed
