"""A matrix in several tables of a page: put together where they go on with each other, and else never looser than they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.test_tables import imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "others.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_another_table_forbids_is_never_lost(case: dict[str, Any], tmp_path: Path) -> None:
    matrix, listed, _ = imported(tmp_path, case["document"], f"m.{case['file']}")
    assert matrix == case["matrix"]
    assert case.get("told", "") in listed
