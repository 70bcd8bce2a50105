"""What a reply may take over from its thread without a quote: each for what it is there, an approval for that thing alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.talks.claims import Reply
from bot.reading.model.glossary import glossary_of
from bot.reading.model.replies import Replies, Settled
from tests.reading.conftest import answerer_of

PERSON = "the-asker-is-one-of-the-team"
KNOWN = answerer_of("lindmoor-foundation").mind.knowledge
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
