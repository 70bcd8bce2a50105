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
from bot.wiring.advice.understanding import understood
from tests.console.place import answerer
from tests.laws import examples
from tests.yamls import read_yaml

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
