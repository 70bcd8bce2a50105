"""Two classes told apart: each line says of its tools just what is ruled on each class, and it all fits on a screen."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from bot.policy.deciding.starting import is_usable
from bot.policy.talks.talk import Asker
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.reading.door import make_safe
from bot.saying.answers.apart import MOST_LINES
from bot.saying.words import phrase
from tests.reading.conftest import SAMPLE, answerer_of

DAY = date(2026, 11, 27)
MIND = answerer_of(SAMPLE).mind
CLASSES = {id_: MIND.knowledge.vocabulary.data[id_].label for id_ in MIND.knowledge.policy.data_classes}
OFFERINGS = {one.label: id_ for id_, one in MIND.knowledge.vocabulary.offerings.items()}
SCREEN = 1_300


@pytest.mark.parametrize("pair", list(combinations(CLASSES, 2)), ids="-".join)
def test_a_line_says_what_is_ruled_on_each(pair: tuple[str, str]) -> None:
    asked = f"What is the difference between {CLASSES[pair[0]]} and {CLASSES[pair[1]]}?"
    answer = MIND.flow(make_safe(asked), None, Asker(), "R-TEST", DAY).answer
    told = {name: line for line in answer.tools for name in line.label.split(", ") if name in OFFERINGS}
    assert told and len(answer.tools) <= MOST_LINES and len(answer.text) < SCREEN
    for name, line in told.items():
        tool = ToolAsk(name, (OFFERINGS[name],))
        ruled = [MIND.flow.decide(Question((tool,), (DataAsk(CLASSES[id_], (id_,)),)), DAY) for id_ in pair]
        words = [phrase("en", f"word.{one.verdict.value}") for one in ruled]
        assert len({is_usable(one) for one in ruled}) == 2
        assert line.word == "; ".join(f"{CLASSES[id_]} – {word}" for id_, word in zip(pair, words, strict=True))


def test_where_no_tool_tells_them_apart_it_says_so_and_what_else_is_asked() -> None:
    answer = MIND.flow(make_safe("Difference between contracts and invoices?"), None, Asker(), "R-TEST", DAY).answer
    assert answer.tools == ()
    assert "Every tool takes all of them, or none." in answer.sentence
    assert "More is asked for" in " ".join(answer.notes)
