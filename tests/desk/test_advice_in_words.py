"""What words behind `mayi advise` fill in of its form: kinds of data, by the policy's own reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.desk.advice import understood
from tests.console.place import answerer
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "cases" / "advice_words.yaml").read_text())


@pytest.mark.parametrize("name", CASES)
def test_words_fill_in_the_data_that_they_say(name: str) -> None:
    case: dict[str, Any] = CASES[name]
    found = understood(answerer().mind.reader, case["words"])
    assert found.is_told is not case.get("question", False)
    if found.is_told:
        assert list(found.data) == case["data"]
        assert list(found.unread) == case.get("unread", [])
