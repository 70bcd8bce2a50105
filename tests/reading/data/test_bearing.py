"""Names that a thing bears are data about people; those of things, and those that are taken out, are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import answerer_of, heard
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "bearing.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_names_on_a_thing_are_data_about_people(name: str) -> None:
    case = CASES[name]
    (item,) = answerer_of("saltbush-airports").mind.reader.read(make_safe(case["asked"]), None, Asker()).items
    read = heard(item.question)
    assert ("personal-information" in read) is case.get("people", False), read
