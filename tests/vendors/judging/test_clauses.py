"""A line of a page goes in; its sentences come out. The cases are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.vendors.judging.clauses import parts
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_line_is_cut_where_its_sentences_end(case: dict[str, Any]) -> None:
    assert [part.strip() for part in parts(case["line"])] == case["sentences"]
