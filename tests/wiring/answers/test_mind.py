"""A model that reads along, given at once or later: the same mind comes of both."""

from __future__ import annotations

from typing import Any

import pytest

from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.policy.talks.talk import Asker
from bot.reading.background import is_borne_out
from bot.reading.door import make_safe
from bot.reading.model.hearing import Model
from bot.reading.passages import find_passages
from bot.wiring.answers.mind import Mind, make_mind
from tests.reading.conftest import SAMPLE, answerer_of

WHAT = "what counts as confidential?"


def model() -> Model:
    """It says a sentence of the passage that is found, and reads nothing."""
    passage = find_passages(WHAT, answerer_of(SAMPLE).mind.knowledge)[0].quote
    parts = (part.strip(" .") + "." for part in passage.split(". "))
    told = next(part for part in parts if is_borne_out(part, passage))

    def ask(_prompt: str, _schema: dict[str, Any]) -> dict[str, Any]:
        return {"sentences": [{"text": told, "passage": 1}]}

    return Model(ask, lambda _shared, _rest, _schema: None)


def background(mind: Mind) -> int:
    """How many sentences of the model an answer has."""
    return len(mind.flow(make_safe(WHAT), None, Asker(), "R-1", today_at(mind.knowledge)).answer.background)


@pytest.mark.parametrize("explains", [True, False])
def test_a_model_that_comes_later_tells_as_much_background_as_one_that_is_there_from_the_start(explains: bool) -> None:
    bare = answerer_of(SAMPLE).mind
    at_once = make_mind(bare.knowledge, load_catalog(), model(), explains=explains)
    assert background(at_once) == background(bare.heard_by(model(), explains=explains)) == int(explains)
    assert background(bare) == 0
