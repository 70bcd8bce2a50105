"""What a reply may take over from its thread without a quote: each for what it is there, an approval for that thing alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.answers.answer import answer
from bot.exam.replies import FULLY
from bot.policy.talks.claims import Reply
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.reading.model.glossary import glossary_of
from bot.reading.model.hearing import Model
from bot.reading.model.replies import Replies, Settled
from tests.reading.conftest import answerer_for, answerer_of

PERSON = "the-asker-is-one-of-the-team"
KNOWN = answerer_of("lindmoor-foundation").mind.knowledge
DAY = date(2026, 11, 27)
PLAIN = glossary_of(KNOWN)
TOOL, DATA, (ONE, OTHER, *_) = PLAIN.offerings[0], PLAIN.data[0], PLAIN.conditions
GLOSSARY = replace(PLAIN, conditions=(*PLAIN.conditions, PERSON), of_askers=frozenset({PERSON}))
SETTLED = Settled(frozenset({TOOL, DATA}), met=frozenset({ONE, PERSON}), unmet=frozenset({OTHER}))


def met(data: str, said: list[dict[str, Any]]) -> list[str]:
    """Ids that count as met of a message "and the plans?" with data of that quote."""
    tools, pieces = [{"quote": "", "ids": [TOOL]}], [{"quote": data, "ids": [DATA], "part": "used"}]
    ask = {"intent": "may_i", "tools": tools, "data": pieces, "met": said}
    told = Replies(GLOSSARY).reading(Reply({"asks": [ask]}), "and the plans?", SETTLED)
    assert told is not None
    return [one.id for one in told.asks[0].met]


@pytest.mark.parametrize(
    ("name", "data", "id_", "taken"),
    [
        ("what the thread holds as met", "", ONE, True),
        ("what it holds as unmet is not met by silence", "", OTHER, False),
        ("an approval is not taken over to other data", "the plans", ONE, False),
        ("what the asker is holds for other data too", "the plans", PERSON, True),
    ],
)
def test_a_condition_is_taken_over_without_a_quote(name: str, data: str, id_: str, taken: bool) -> None:
    assert bool(met(data, [{"quote": "", "id": id_}])) is taken, name


WAITING = {
    "policy.yaml": {"organisation": "Occasions", "languages": ["en"], "owner": "o@example.org"},
    "data.yaml": {"classes": [{"id": "open", "label": "Open", "rank": 0, "synonyms": ["price list", "press release"]}]},
    "tools/copilot-chat.yaml": {"id": "copilot-chat", "label": "Copilot Chat", "catalog": ["copilot-chat"]},
    "rules.yaml": [
        {"rule": "open", "tools": "*", "data": ["open"], "effect": "allow"},
        {"rule": "trip", "tools": "*", "data": "*", "where": {"words": ["abroad", "business trip"]}, "effect": "forbid"},
    ],
}


@pytest.mark.parametrize(
    "first", ["I'm abroad, may I put the press release into Copilot Chat?", "I'm abroad this week"], ids=["asked", "told"]
)
def test_an_occasion_is_settled_for_the_model_too(first: str) -> None:
    prompts: list[str] = []

    def hear(_shared: str, rest: str, _schema: dict[str, Any]) -> None:
        prompts.append(rest)

    mind = answerer_for(WAITING).heard_by(Model(lambda _prompt, _schema: None, hear, trust=lambda: FULLY)).mind
    state = answer(mind, make_safe(first), None, Asker(), "R-TEST", DAY).state
    answer(mind, make_safe("and the gleanings in Copilot Chat?"), state, Asker(), "R-TEST", DAY)
    assert "- cases: rule:trip" in prompts[-1]
    said = {"intent": "may_i", "cases": [{"quote": "", "id": "rule:trip"}]}
    known = glossary_of(mind.knowledge)
    told = Replies(known).reading(Reply({"asks": [said]}), "and the price list?", Settled(cases=frozenset({"rule:trip"})))
    assert told is not None and [one.id for one in told.asks[0].context] == ["abroad + business trip"]
