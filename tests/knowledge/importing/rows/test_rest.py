"""A sentence says as which row of the table a tool counts that stands nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.knowledge.importing.imports import import_matrix
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "rest.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_tool_that_stands_nowhere_counts_as_a_row(case: dict[str, Any], tmp_path: Path) -> None:
    rows = "".join(f'"{row}",yes,no\n' for row in case["rows"])
    import_matrix(f"tool,Public,Internal\n{rows}", tmp_path / "out", document=f"# Policy\n\n{case['text']}\n")
    tools = [read_yaml(path.read_text(encoding="utf-8")) for path in (tmp_path / "out" / "tools").glob("*.yaml")]
    caught = [tool["label"] for tool in tools if tool.get("covers", {}).get("any") == ["*"]]
    assert caught == ([case["caught_by"]] if case["caught_by"] else [])
