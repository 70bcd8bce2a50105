"""What has to be done for some data: each condition of a ruling that lets it in stands there once, grouped, with its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.talks.talk import Asker
from bot.policy.words import USABLE, DataAsk, Question
from bot.reading.door import make_safe
from bot.saying.answers.duties import HEADS
from bot.saying.words import phrase
from tests.reading.conftest import SAMPLE, answerer_for, answerer_of

DAY = date(2026, 11, 27)
MIND = answerer_of(SAMPLE).mind


@pytest.mark.parametrize("data", ["client-names", "contracts", "invoices", "confidential"])
def test_each_condition_of_a_tool_that_takes_it_is_told_once(data: str) -> None:
    label = MIND.knowledge.vocabulary.data[data].label
    answer = MIND.flow(make_safe(f"What do I have to observe with {label}?"), None, Asker(), "R-TEST", DAY).answer
    ruled = MIND.flow.which_tools(Question(data=(DataAsk(label, (data,)),)), DAY)
    needs = {need.condition: need for one in ruled if one.verdict in USABLE for need in one.needs}
    heads = {need.when: phrase("en", HEADS[need.when]) for need in needs.values() if not need.general}
    assert needs and answer.verdict == "" and answer.why
    for need in needs.values():
        (line,) = (line for line in answer.checklist if need.text["en"].rstrip(".") in line.text)
        assert line.general or line.text.startswith(heads[need.when]) == (len(heads) > 1)


def test_where_no_tool_takes_it_that_is_said() -> None:
    answer = MIND.flow(make_safe("What do I have to observe with passwords?"), None, Asker(), "R-TEST", DAY).answer
    assert answer.checklist == () and "no tool may take this" in answer.sentence


def test_what_a_use_asks_for_is_told_without_any_data() -> None:
    everything = {"tools": "*", "data": "*"}
    files = {
        "policy.yaml": {"organisation": "Uses", "languages": ["en"], "owner": "o@example.org"},
        "data.yaml": {
            "classes": [{"id": "open", "label": "Open", "rank": 0}, {"id": "personal", "label": "Personal", "rank": 1}]
        },
        "tools/chatgpt.yaml": {"id": "chatgpt-team", "label": "ChatGPT Team", "catalog": ["chatgpt"]},
        "conditions.yaml": [{"id": "told", "text": {"en": "Everybody was told."}, "when": "before"}],
        "rules.yaml": [
            {"rule": "all", **everything, "effect": "allow"},
            {"rule": "hire", **everything, "where": {"purpose": ["hiring"]}, "effect": "condition", "conditions": ["told"]},
        ],
    }
    asked = make_safe("What must I do before I use AI for hiring?")
    answer = answerer_for(files).mind.flow(asked, None, Asker(), "R-TEST", DAY).answer
    assert [line.text for line in answer.checklist] == ["Everybody was told."]
    assert "hiring" in answer.sentence
