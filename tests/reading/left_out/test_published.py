"""What is said to be out already is published data, unless it is about people, still to come, or an accident."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, answerer_of, heard
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "published.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_only_what_is_out_already_is_published(name: str) -> None:
    case = CASES[name]
    (item,) = answerer_of(SAMPLE).mind.reader.read(make_safe(case["asked"]), None, Asker()).items
    read = heard(item.question)
    assert (read == {"published-content"} and not item.unplaced) is case.get("published", False), read
