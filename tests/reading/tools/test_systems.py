"""Each well-known system is understood by its names, called so in "Read as", and answered with the tool it is used through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import SAMPLE, named, stated
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "systems.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_system_that_is_asked_about(case: dict[str, Any]) -> None:
    told = named(SAMPLE).ask(case["ask"], [("user", case["before"])] if "before" in case else ())
    offered = named(SAMPLE).mind.knowledge.policy.offerings
    question = told.ruled[0].item.question
    assert {offered[id_].tool for ask in question.tools for id_ in ask.offerings} == set(case["rows"])
    assert case["as"] in told.answer.read_as
    assert case.get("says", "") in told.answer.text
    verdict = stated(named(SAMPLE), told).answer.verdict
    assert case.get("verdict", verdict) == verdict
    if "data" in case:
        assert [id_ for ask in question.data for id_ in ask.types] == case["data"]
