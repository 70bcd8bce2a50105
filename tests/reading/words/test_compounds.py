"""What Dutch and German compounds are read as, where no policy has a word for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.kinds import Judge
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "compounds.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.mark.parametrize("name", CASES)
def test_a_compound_is_read_by_its_parts(name: str, judge: Judge) -> None:
    case = CASES[name]
    found = judge.found({"phrase": case["thing"], "lang": case["language"], "kinds": [], "also": [], "level": "internal"})
    assert sorted(found.kinds) == case["kinds"]
