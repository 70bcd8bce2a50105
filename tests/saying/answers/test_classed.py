"""What the policy counts as some data is told with what that data counts as, and with no line of a file."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.saying.words import languages, phrase
from tests.reading.conftest import SAMPLE, answerer_of

DAY = date(2026, 11, 28)
MIND = answerer_of(SAMPLE).mind


def answer(asked: str) -> Answer:
    return MIND.flow(make_safe(asked), None, Asker(), "R-TEST", DAY).answer


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        pytest.param("What does our policy say about contracts?", "the policy counts it as Confidential", id="a kind of data"),
        pytest.param("Which class are contracts?", "the policy’s list of data", id="where the class is the answer"),
    ],
)
def test_a_line_of_the_list_of_data_says_what_it_counts_as(asked: str, place: str) -> None:
    (line, *_) = [one for one in answer(asked).passages if one.at.file == "data.yaml"]
    assert line.place == f"({place})" and "data.yaml:" not in answer(asked).text


def test_where_no_rule_speaks_it_is_said_what_applies_and_not_this_line() -> None:
    told = answer("Is Perplexity Enterprise allowed for an internal memo?")
    assert phrase("en", "why.default") in told.text and "general" in phrase("en", "why.default")
    assert len({phrase(language, "why.default") for language in languages()}) == len(languages())
