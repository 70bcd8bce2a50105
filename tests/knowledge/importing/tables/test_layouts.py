"""Tables in the layouts that their owners like, each read as they mean it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.test_tables import conditions, imported
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "layouts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_table_says_what_its_owner_means(case: dict[str, Any], tmp_path: Path) -> None:
    matrix, _, knowledge = imported(tmp_path, case["document"], "m.md")
    assert matrix == case["matrix"]
    if "conditions" in case:
        assert conditions(knowledge) == case["conditions"]
