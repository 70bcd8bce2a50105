"""Who asks in general, in what kinds of data differ, of which class it is, who decides or what to do, wants no ruling."""

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
DECIDERS: dict[str, list[str]] = read_yaml((HERE / "deciders.yaml").read_text(encoding="utf-8"))
HAVE_READ: dict[str, bool] = read_yaml((HERE / "cases" / "has_read.yaml").read_text(encoding="utf-8"))
CLASSES: dict[str, list[str]] = read_yaml((HERE / "classes.yaml").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("asked", CLASSES)
def test_the_class_of_some_data_is_told_where_that_is_asked_of_no_tool(asked: str) -> None:
    items = answerer_of(SAMPLE).mind.reader.read(make_safe(asked), None, Asker()).items
    told = [item for item in items if item.asks_class]
    assert [id_ for item in told for ask in item.question.data for id_ in ask.types] == CLASSES[asked]
    assert {item.intent for item in told} <= {Intent.EXPLAIN}


@pytest.mark.parametrize("asked", DECIDERS)
def test_who_decides_about_tools_is_told_where_nothing_is_said_of_what_goes_in(asked: str) -> None:
    items = answerer_of(SAMPLE).mind.reader.read(make_safe(asked), None, Asker()).items
    told = [item for item in items if item.asks_who]
    assert [name for item in told for name in [tool.name for tool in item.question.tools] or ["new"]] == DECIDERS[asked]


@pytest.mark.parametrize(("intent", "is_apart"), [("explain", True), ("may_i", False)])
def test_a_model_that_reads_along_leaves_it_so_unless_it_hears_another_question(intent: str, is_apart: bool) -> None:
    kinds = [{"quote": name, "ids": [name], "part": "used"} for name in ("internal", "confidential")]
    replies = {"asks": [{"intent": intent, "data": kinds}]}
    model = Model(lambda _prompt, _schema: None, lambda *_: Reply(replies), trust=lambda: FULLY)
    reader = answerer_of(SAMPLE).heard_by(model).mind.reader
    items = reader.read(make_safe("what is the difference between internal and confidential?"), None, Asker()).items
    assert [item.differs for item in items] == [is_apart]


@pytest.mark.parametrize("said", HAVE_READ)
def test_who_has_read_the_policy_is_told_where_to_say_so(said: str) -> None:
    told = answerer_of(SAMPLE).ask(said)
    assert any(one.item.has_read for one in told.ruled) == HAVE_READ[said]
    if HAVE_READ[said]:
        assert "Slack" in told.answer.sentence
        assert told.answer.verdict == ""
