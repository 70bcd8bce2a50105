"""The kinds of data that a question is about, and no more: not who asks, their key, a list, or what a leaflet is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, answerer_of, heard
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "meant.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_data_is_read_as_it_is_meant(name: str) -> None:
    case = CASES[name]
    (item,) = answerer_of(SAMPLE).mind.reader.read(make_safe(case["asked"]), None, Asker()).items
    read = sorted(heard(item.question))
    if "data" in case:
        assert (read, item.unplaced) == (case["data"], ())
    else:
        assert read != case["not"] or item.unplaced
