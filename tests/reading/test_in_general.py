"""Who asks in what kinds of data differ, or what has to be done for some data in whichever tool, wants no ruling of one tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.policy.talks.claims import Reply
from bot.policy.talks.talk import Asker, Intent
from bot.reading.door import make_safe
from bot.reading.model.hearing import Model
from bot.wiring.exams.replays import FULLY
from tests.reading.conftest import SAMPLE, answerer_of
from tests.yamls import read_yaml

HERE = Path(__file__).parent
CASES: dict[str, list[str]] = read_yaml((HERE / "differing.yaml").read_text(encoding="utf-8"))
DUTIES: dict[str, list[str]] = read_yaml((HERE / "duties.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("asked", CASES)
def test_kinds_of_data_are_told_apart_where_that_is_asked(asked: str) -> None:
    items = answerer_of(SAMPLE).mind.reader.read(make_safe(asked), None, Asker()).items
    apart = [item for item in items if item.differs]
    assert [id_ for item in apart for ask in item.question.data for id_ in ask.types] == CASES[asked]
    assert {item.intent for item in apart} <= {Intent.EXPLAIN}


@pytest.mark.parametrize("asked", DUTIES)
def test_duties_are_told_where_that_is_asked_and_nothing_has_happened(asked: str) -> None:
    items = answerer_of(SAMPLE).mind.reader.read(make_safe(asked), None, Asker()).items
    told = [item for item in items if item.asks_duties]
    assert [id_ for item in told for ask in item.question.data for id_ in ask.types] == DUTIES[asked]
    assert {item.intent for item in told} <= {Intent.EXPLAIN}


@pytest.mark.parametrize(("intent", "is_apart"), [("explain", True), ("may_i", False)])
def test_a_model_that_reads_along_leaves_it_so_unless_it_hears_another_question(intent: str, is_apart: bool) -> None:
    kinds = [{"quote": name, "ids": [name], "part": "used"} for name in ("internal", "confidential")]
    replies = {"asks": [{"intent": intent, "data": kinds}]}
    model = Model(lambda _prompt, _schema: None, lambda *_: Reply(replies), trust=lambda: FULLY)
    reader = answerer_of(SAMPLE).heard_by(model).mind.reader
    items = reader.read(make_safe("what is the difference between internal and confidential?"), None, Asker()).items
    assert [item.differs for item in items] == [is_apart]
