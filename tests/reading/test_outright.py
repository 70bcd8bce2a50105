"""What is read as a question for the bot in talk among people: what words alone read for sure, by name, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.policy.talks.talk import Asker
from bot.reading.outright import LONGEST, asked_outright
from bot.reading.reader import Reader
from tests.reading.conftest import SAMPLE, named
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "cases" / "outright.yaml").read_text(encoding="utf-8"))
SURE = "May I put customer names into ChatGPT Free?"


@pytest.mark.parametrize("case", CASES, ids=[case["ask"] for case in CASES])
def test_what_is_surely_asked(case: dict[str, Any]) -> None:
    found = asked_outright(case["ask"], named(SAMPLE).mind.reader, Asker())
    assert (found is not None) is case["sure"]


def test_a_long_message_is_about_many_things(sample: Answerer) -> None:
    assert asked_outright(f"{'So much happened. ' * (LONGEST // 10)}{SURE}", sample.mind.reader, Asker()) is None


def test_what_a_model_would_have_to_read_is_not_sure(sample: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_outright(SURE, sample.mind.reader, Asker()) is not None
    monkeypatch.setattr(Reader, "takes_time", lambda *_: True)
    assert asked_outright(SURE, sample.mind.reader, Asker()) is None
