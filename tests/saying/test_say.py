"""Rulings in, words out: what each kind of answer says, and what it never says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.deciding.rulings import Ruling
from bot.policy.talks.talk import Intent, Ruled
from bot.policy.words import DataAsk, Verdict
from tests.saying import company as co
from tests.saying.answered import FIELDS, FREE, NAMES, NO, TEAM, WAYS_OUT, answer_of, asked, cases_of, one, said, shown_by

_CASES = cases_of("answers.yaml")


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_the_answer_says_what_is_wanted(case: dict[str, Any]) -> None:
    answer = answer_of(case)
    assert {field: shown_by(answer, field) for field in case.get("gives", {})} == case.get("gives", {})
    for field, words in case.get("begins", {}).items():
        assert shown_by(answer, field).startswith(words), field
    for field, words in case.get("holds", {}).items():
        assert words in shown_by(answer, field), field
    for field, words in case.get("lacks", {}).items():
        assert words not in shown_by(answer, field), field
    assert set(case) <= FIELDS, "a field that nobody reads"


def test_several_questions_get_an_answer_each_and_the_strictest_label() -> None:
    yes = Ruled(asked(TEAM), Ruling(Verdict.ALLOWED))
    no = Ruled(asked(FREE), NO)
    answer = said(yes, no)
    assert (answer.label, answer.verdict) == ("deny", "forbidden")
    assert [part.label for part in answer.parts] == ["allow", "deny"]
    assert answer.text.startswith("2 questions, one answer each:\n\n(1) ✓ Allowed")
    assert answer.text.count("R-7F3K") == 1


def test_an_incident_among_questions_comes_first() -> None:
    answer = said(Ruled(asked(TEAM), Ruling(Verdict.ALLOWED)), Ruled(asked(FREE, intent=Intent.INCIDENT), None))
    assert answer.parts[0].intent is Intent.INCIDENT


def test_an_unread_message_still_gets_an_answer() -> None:
    assert said().text.startswith("There was nothing I could read.")


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "es", "ja"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_in_every_language_is_short_and_starts_with_its_shape_and_word(language: str, verdict: Verdict) -> None:
    ruling = Ruling(verdict, needs=(co.need("names-out"), co.need("check")), reasons=(co.reason(co.NO_FREE),))
    answer = one(asked(FREE, data=(NAMES, DataAsk("x", ("invoices",)))), ruling, WAYS_OUT, language=language)
    assert answer.text.startswith(f"{answer.shape} {answer.word} – ")
    assert len(answer.text) < 900
    assert "!" not in answer.text
