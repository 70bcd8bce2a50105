"""What a blank form is made for is in no blank form; what is filled in, or beside it, still counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import answerer_of, heard
from tests.yamls import read_yaml

CASES: list[Any] = read_yaml((Path(__file__).parent / "blank.yaml").read_text(encoding="utf-8"))
MILD = frozenset({"level-1-public", "level-2-internal-use"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["asked"])
def test_a_blank_form_holds_nobodys_data(case: Any) -> None:
    reading = answerer_of(case["of"]).ask(case["asked"]).reading
    read = {id_ for item in reading.items for id_ in heard(item.question)}
    assert read
    assert bool(read - MILD) is case["held"], read
