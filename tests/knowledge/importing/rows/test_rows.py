"""Names of rows, columns and sentences in odd shapes, each in one small policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.importing.imports import import_matrix, noted
from tests.knowledge.importing.views import view
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "small.yaml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_small_policies(case: dict[str, object], tmp_path: Path) -> None:
    knowledge = import_matrix(str(case["matrix"]), tmp_path / "out", str(case.get("terms", "")), str(case.get("document", "")))
    seen = view(knowledge)
    expected = dict(case["expected"])  # type: ignore[call-overload]
    listed = expected.pop("listed", [])
    written = expected.pop("written", None)
    assert {key: seen[key] for key in expected} == expected
    confirm = noted(tmp_path / "out")
    assert [text for text in listed if text not in confirm] == []
    if written is not None:
        assert (tmp_path / "out" / "matrix.csv").read_text() == written
