"""A text about an everyday thing of the office is internal; with more than that in it, it is not only that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import answerer_of, heard, when_that_is_all
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "office.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_text_about_an_everyday_thing_is_internal(name: str) -> None:
    case = CASES[name]
    answerer = answerer_of("alder-bay")
    (item,) = answerer.ask(case["asked"]).reading.items
    read = heard(item.question)
    assert (read == {"level-2-internal-use"} and not item.unplaced) is case.get("internal", False), read
    assert when_that_is_all(answerer, case["asked"]) != "allow"
