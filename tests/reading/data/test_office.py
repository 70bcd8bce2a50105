"""A text about an everyday thing of the office is internal; with more than that in it, it is not only that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "office.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_text_about_an_everyday_thing_is_internal(name: str) -> None:
    case = CASES[name]
    answerer = answerer_of("alder-bay")
    (item,) = answerer.ask(case["asked"]).reading.items
    read = {id_ for ask in item.question.data for id_ in ask.types if ask.grounded}
    assert (read == {"level-2-internal-use"} and not item.unread) is case.get("internal", False), read
    assert (answerer.label_and_why(case["asked"], [])[0] == "allow") is case.get("internal", False)
