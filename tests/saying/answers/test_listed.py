"""Of a list of tools three are named; a button brings the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.saying.words import languages
from bot.slack.posts.blocks import to_message
from tests.reading.conftest import SAMPLE, answerer_of

DAY = date(2026, 11, 27)
MIND = answerer_of(SAMPLE).mind
OWN = ["Llama", "Falcon", "Gemma", "Mistral", "Phi-3"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "question", ["Which self-hosted tools may I use?", "Which self-hosted tools may I use for meeting notes?"]
)
def test_three_tools_are_named_and_the_rest_waits(question: str, language: str) -> None:
    reading = replace(MIND.flow.read(make_safe(question), None, Asker()), language=language)
    answer = MIND.flow.answer(reading, None, "R-TEST", DAY).answer
    short, whole = (json.dumps(to_message(answer, whole=whole)[1]) for whole in (False, True))
    assert sum(name in short for name in OWN) == sum(name in answer.text for name in OWN) == 3
    assert all(name in whole for name in OWN)
