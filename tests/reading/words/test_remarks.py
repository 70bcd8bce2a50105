"""What is only said around a question is left away, and nothing that a ruling may hang on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.reading.words.language import in_tongues
from bot.reading.words.remarks import without_remarks
from bot.tongue.small import lists_in
from bot.tongue.text import Token, fold, quote_of, tokens_of
from bot.wiring import Answerer
from tests.reading.conftest import entries
from tests.yamls import read_yaml

CASES: dict[str, Any] = read_yaml((Path(__file__).parent / "remarks.yaml").read_text(encoding="utf-8"))
NAMED = {"otter", "payroll", "gehalter"}


def read(language: str, message: str) -> str:
    tokens = without_remarks(in_tongues(tokens_of(message), (language,)), _names_something)
    return quote_of(tokens, 0, len(tokens))


def _names_something(tokens: tuple[Token, ...]) -> bool:
    return any(token.folded in NAMED for token in tokens)


@pytest.mark.parametrize(("language", "message", "left"), [*CASES["left_out"], *CASES["thanks_only"]])
def test_a_remark_is_left_away(language: str, message: str, left: str) -> None:
    assert read(language, message) == left


@pytest.mark.parametrize(("language", "message"), CASES["kept"])
def test_what_may_matter_is_kept(language: str, message: str) -> None:
    tokens = tokens_of(message)
    assert read(language, message) == quote_of(tokens, 0, len(tokens))


def test_where_a_sentence_ends_is_still_seen() -> None:
    tokens = without_remarks(in_tongues(tokens_of("And what of DeepL? Not urgent. And Claude?"), ("en",)), _names_something)
    said = [(token.text, "?" in token.gap) for token in tokens]
    assert said == [("And", False), ("what", False), ("of", False), ("DeepL", False), ("And", True), ("Claude", False)]


@pytest.mark.parametrize(("language", "message", "left"), CASES["left_out"])
def test_the_answer_is_that_to_what_is_left(language: str, message: str, left: str, sample: Answerer) -> None:
    assert sample.label_and_why(message, []) == sample.label_and_why(left, [])


def test_no_remark_is_a_cue_or_says_not() -> None:
    """A remark with a not would turn round what is asked; small words beside it hold none but the Spanish "si no"."""
    assert [entry for entry in entries() if entry.id.startswith("remark.")] == []
    beside = lists_in("words_remarks.yaml")["remark.beside"]
    words = {fold(word) for language in ("any", "en", "nl", "de", "fr") for word in beside[language]}
    assert words.isdisjoint({"not", "no", "niet", "geen", "nicht", "kein", "pas", "it", "they", "this", "these", "that", "with"})
