"""What it is all for is not read as data that is put in: an occasion, who reads it, what is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import answerer_of, heard
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "aims.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_what_it_is_for_is_no_data_that_is_put_in(name: str) -> None:
    case = CASES[name]
    (item,) = answerer_of("vauclair-bank").mind.reader.read(make_safe(case["asked"]), None, Asker()).items
    assert heard(item.question) == set(case["read"])
