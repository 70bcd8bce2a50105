"""What words behind `mayi advise` fill in of its form: by the policy's own reading and the form's labels, and no guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.advice import INPUTS
from bot.reading.reader import Reader
from bot.saying.words import languages, phrase
from bot.wiring.advice.understanding import is_for_adviser, understood
from tests.console.place import answerer
from tests.laws import examples
from tests.yamls import read_yaml

MEANT = (
    "what should we use for patient letters, 40 people, no GPU?",
    "which tool for invoices, no GPU",
    "was sollen wir für Patientenbriefe nehmen, 40 Personen, keine GPU?",
    "welke tool voor facturen, 40 mensen, geen GPU?",
    "quel outil pour des factures, 40 personnes, pas de GPU ?",
    "¿qué herramienta para facturas, 40 personas, sin GPU?",
)
NOT_MEANT = (
    "which tool may take patient letters?",
    "which tool for letters to 40 patients?",
    "which tool like ChatGPT Team for invoices, 40 people?",
    "May invoices of 40 people go into ChatGPT Team?",
    "what is a GPU?",
)
CASES = read_yaml((Path(__file__).parent / "cases" / "told.yaml").read_text())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return answerer().mind.reader


@pytest.mark.parametrize("name", CASES)
def test_words_fill_in_what_they_say(name: str, reader: Reader) -> None:
    case: dict[str, Any] = CASES[name]
    found = understood(reader, case["words"])
    if case.get("question"):
        assert not found.is_told
        return
    assert found.is_told
    assert dict(found.answers) == case["told"]
    if "data" in case:
        assert list(found.data) == case["data"]
    if "unread" in case:
        assert list(found.unread) == case["unread"]


@pytest.mark.parametrize("language", languages())
def test_hardware_is_understood_by_its_own_label_in_every_language(language: str, reader: Reader) -> None:
    before = {"en": "contracts", "nl": "contracten", "de": "Verträge", "fr": "les contrats", "es": "los contratos"}[language]
    for value in ("servers", "gpus"):
        said = f"{before}, {phrase(language, f'advice.value.hardware.{value}')}"
        assert understood(reader, said).answers.get("hardware") == value, said


@pytest.mark.parametrize(("is_meant", "asked"), [(True, one) for one in MEANT] + [(False, one) for one in NOT_MEANT])
def test_a_plain_question_is_for_the_adviser_where_it_answers_something_of_the_form(is_meant: bool, asked: str) -> None:
    told = answerer().ask(asked)
    assert is_for_adviser(answerer().mind.reader, told.reading) is is_meant
    assert ("advise" in told.answer.captions) is is_meant


@examples(60)
@given(
    st.lists(
        st.sampled_from(
            ["no", "40", "people", "GPU", "servers", "audit", "strict", ",", "data", "house", "1e30", "-5", "with", "contracts"]
        )
    )
)
def test_whatever_is_said_only_answers_of_the_form_come_out(words: list[str]) -> None:
    found = understood(answerer().mind.reader, " ".join(words))
    assert all(value in INPUTS[name] for name, value in found.answers.items())
    assert "data" not in found.answers
