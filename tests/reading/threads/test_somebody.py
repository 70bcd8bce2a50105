"""Asked for somebody else, a question is the same one, and what the asker may for who they are is not for them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, answerer_of, stated

RECORDS, BROCHURE = "May I put a health record into Llama on our own servers?", "May I put our brochure into Claude Team?"


@pytest.mark.parametrize(
    ("name", "first", "then", "label"),
    [
        ("a customer is none of the staff", BROCHURE, "can my customer do it too?", "ask"),
        ("a spouse is none of the staff", BROCHURE, "can my wife do that too?", "ask"),
        ("what nobody needs a role for", BROCHURE, "can my intern use it too?", "allow"),
        ("in German, where nothing stands behind it but a pointer", BROCHURE, "darf meine Praktikantin das auch?", "allow"),
        ("what only a nurse may", RECORDS, "can my intern use it too?", "deny"),
        ("what goes into it is data", BROCHURE, "can the client list go in it too?", "conditional"),
        ("what is said of it is no person", BROCHURE, "can my salary be in that too?", "conditional"),
    ],
)
def test_somebody_else_is_no_data_and_not_the_asker(name: str, first: str, then: str, label: str) -> None:
    answerer, nurse, state = answerer_of(SAMPLE), Asker(role="nurse"), None
    for text in (first, then):
        answered = answerer.mind.flow(make_safe(text), state, nurse, "R-TEST", date(2026, 11, 27))
        state = answered.state
    assert answerer.told.label(stated(answerer, answered, date(2026, 11, 27))) == label, name


def test_whoever_asked_for_somebody_else_asks_for_themselves_again_and_nothing_that_they_met_is_passed_on() -> None:
    answerer, nurse, state, labels = answerer_of(SAMPLE), Asker(role="nurse"), None, []
    for text in (
        RECORDS,
        "can the interns do that too?",
        "and the care plan?",
        "I am treating this client and use only what I need",
    ):
        answered = answerer.mind.flow(make_safe(text), state, nurse, "R-TEST", date(2026, 11, 27))
        state = answered.state
        labels.append(answerer.told.label(answered))
    assert labels[:3] == ["conditional", "deny", "conditional"]
    answered = answerer.mind.flow(make_safe("can the interns do that too?"), state, nurse, "R-TEST", date(2026, 11, 27))
    assert not answered.ruled[0].item.question.met


def test_a_waiver_of_the_asker_is_none_of_somebody_else() -> None:
    answerer, state = answerer_of(SAMPLE), None
    asker = Asker(role="researcher", groups=frozenset({"sleep-study", "researcher"}))
    for text in ("May I put study data into Claude Enterprise?", "can my intern do that too?"):
        answered = answerer.mind.flow(make_safe(text), state, asker, "R-TEST", date(2026, 11, 27))
        state = answered.state
    assert answered.ruled[0].item.question.who == frozenset()
    assert answerer.told.label(answered) == "deny"
