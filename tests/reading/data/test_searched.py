"""What somebody looks up on the web is no data of anybody; whose it is, and what is named beside it, is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import SAMPLE, answerer_of
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "searched.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_topic_is_no_data(name: str) -> None:
    case = CASES[name]
    reading = answerer_of(SAMPLE).ask(case["asked"]).reading
    read = sorted({id_ for item in reading.items for ask in item.question.data for id_ in ask.types})
    assert case.get("among", "") in ["", *read]
    assert read == case.get("data", read)
