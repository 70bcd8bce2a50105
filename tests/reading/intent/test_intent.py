"""What a message wants is read right, alone and in a thread; several questions are answered one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from tests.reading.conftest import SAMPLE, named, named_label, stated
from tests.yamls import read_yaml

HERE = Path(__file__).parent
INTENTS = [
    (intent, text) for intent, texts in read_yaml((HERE / "intents.yaml").read_text(encoding="utf-8")).items() for text in texts
]
THREADS: list[dict[str, Any]] = read_yaml((HERE / "threads.yaml").read_text(encoding="utf-8"))
SEVERAL = [
    (count, text) for count, texts in read_yaml((HERE / "several.yaml").read_text(encoding="utf-8")).items() for text in texts
]
MISREAD = {"morning everyone", "Hallo, bist du ChatGPT oder was", "who do I ask for a new tool?"}
"""What the weights have learnt to take for something else; each gets a harmless answer."""
SAME = {"other_task": {"task", "off_topic"}}
"""Both send a task to another desk."""


@pytest.mark.parametrize(("intent", "text"), INTENTS, ids=[f"{text} · {intent}" for intent, text in INTENTS])
def test_what_a_message_wants(intent: str, text: str, sample: Answerer) -> None:
    wanted = SAME.get(intent, {intent})
    told = sample.ask(text)
    assert bool(wanted & {item.intent.value for item in told.reading.items}) is (text not in MISREAD)
    assert text not in MISREAD or told.label in {"off_topic", "ask"}


@pytest.mark.parametrize(
    "case", THREADS, ids=[" ".join(case[one] for one in ("first", "then", "and") if one in case) for case in THREADS]
)
def test_a_message_that_goes_on_with_its_thread(case: dict[str, Any]) -> None:
    answerer, before = named(SAMPLE), named_label(SAMPLE, case["first"])
    *turns, last = (case[one] for one in ("first", "then", "and") if one in case)
    told = answerer.ask(last, [("user", turn) for turn in turns])
    wanted = before if case.get("label") == "same" else case.get("label")
    label = (stated(answerer, told) if wanted == "allow" or case.get("never") == "ask" else told).label
    item = told.reading.items[0]
    tools = " ".join(tool.name for tool in item.question.tools)
    assert case.get("tool", "") in tools
    assert case.get("data", "") in item.read_as
    assert case.get("intent", item.intent.value) == item.intent.value
    assert wanted in (None, label)
    assert label != case.get("never")
    shown = [option.value for option in told.state.pending.options] if told.state and told.state.pending else []
    assert shown[: len(case.get("options", ()))] == case.get("options", []), shown
    assert sorted(item.question.met) == case.get("met", sorted(item.question.met))


@pytest.mark.parametrize(("count", "text"), SEVERAL, ids=[f"{text} · {count}" for count, text in SEVERAL])
def test_how_many_questions_a_message_is(count: int, text: str, sample: Answerer) -> None:
    assert len(sample.ask(text).reading.items) == count
